import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Files that take the longest, in their order: begun first, no core stands idle at the end. */
const longest = ['launcher.test.ts', 'daemonset101.test.ts', 'parity.test.ts', 'sandbox-process.test.ts']

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const at = longest.findIndex(name => moduleId.endsWith(`/${name}`))
      return at === -1 ? longest.length : at
    }
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b))
  }
}

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
    sequence: { sequencer: LongestFirst },
    // For two cores: end-to-end files wait for processes and timers a part of their time.
    maxWorkers: 3,
    // Limits that a busy machine keeps too; a test that holds is not slower for them.
    testTimeout: 60_000,
    expect: { poll: { timeout: 20_000 } },
    hookTimeout: 60_000
  }
})
