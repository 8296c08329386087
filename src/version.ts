import packageJson from '../package.json' with { type: 'json' }

/** The version of kubewalk, from package.json. */
export const version: string = packageJson.version
