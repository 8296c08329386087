import type { Check, Command, Lab, Role, Step } from '../../../src/lab/lab.ts'

/** A command of a fixture lab. */
export function command(text: string, role: Role = 'run'): Command {
  return { text, role, line: 1 }
}

/** A step of a fixture lab. */
export function step(id: string, parts: Partial<Step> = {}): Step {
  return {
    id,
    title: id,
    line: 1,
    level: 2,
    blocks: [],
    commands: [],
    checks: [],
    hints: [],
    needs: [],
    questions: [],
    ...parts
  }
}

/** A check that looks for an object. */
export function exists(target: string, withinMs = 60_000): Check {
  return { kind: 'exists', target, that: `${target} exists`, withinMs, line: 1 }
}

/** A lab with these steps. */
export function lab(...steps: Step[]): Lab {
  return {
    name: 'fixture',
    title: 'Fixture',
    file: '/nowhere/README.md',
    folder: '/nowhere',
    requires: {},
    introduction: [],
    steps,
    repositories: []
  }
}
