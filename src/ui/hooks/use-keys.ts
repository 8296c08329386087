import { useInput, usePaste, useStdin } from 'ink'
import { keyPresses, type KeyPress } from '../keys.ts'

/** Hands over every key and every paste. Without a terminal to read from (Ink: raw mode is not supported) there are none. */
export function useKeys(press: (key: KeyPress) => void): void {
  const { isRawModeSupported } = useStdin()
  const options = { isActive: isRawModeSupported }
  useInput((input, key) => {
    for (const keyPress of keyPresses(input, key)) press(keyPress)
  }, options)
  usePaste(text => press({ type: 'paste', text }), options)
}
