/**
 * How the walk is shown: on screens, as lines at a plain prompt, or as the same lines for those who hear them, with what
 * the eye sees said in words and nothing in the output that moves the cursor.
 */
export type Face = 'screen' | 'plain' | 'accessible'

/**
 * Chooses the face.
 *
 * `ACCESSIBLE` is what people with a screen reader set for all programs, `INK_SCREEN_READER` for those made with Ink; a
 * terminal that calls itself dumb cannot move its cursor.
 */
export function faceFor(
  flags: { readonly plain?: boolean | undefined; readonly accessible?: boolean | undefined },
  environment: NodeJS.ProcessEnv
): Face {
  if (flags.accessible === true || isSet(environment.ACCESSIBLE) || isSet(environment.INK_SCREEN_READER))
    return 'accessible'
  return flags.plain === true || environment.TERM === 'dumb' ? 'plain' : 'screen'
}

function isSet(value = ''): boolean {
  return value !== '' && value !== '0' && value.toLowerCase() !== 'false'
}
