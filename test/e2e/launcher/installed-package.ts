import { cpSync, mkdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { mkdtemp, realpath, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { launch, type LaunchedTerminal } from '../../terminal.ts'
import { findNode20, linkTools, plainEnvironment } from './fresh-clone.ts'

const root = path.resolve(import.meta.dirname, '../../..')
const { packages } = createRequire(import.meta.url)('../../../bin/launcher/node.js') as {
  packages: Record<string, { version: string }>
}

/**
 * The package as it is installed, with a small program in place of dist/kubewalk.js, on a machine with Node 20 where an
 * earlier start fetched a newer Node: that is the one which runs this test.
 */
export class InstalledPackage {
  readonly folder: string
  readonly temporary: string

  private constructor(temporary: string) {
    this.temporary = temporary
    this.folder = path.join(temporary, 'kubewalk')
  }

  /** @param program source of an ES module */
  static async make(program: string): Promise<InstalledPackage> {
    const made = new InstalledPackage(await realpath(await mkdtemp(path.join(tmpdir(), 'kubewalk-installed-'))))
    mkdirSync(path.join(made.folder, 'dist'), { recursive: true })
    for (const name of ['bin', 'package.json']) {
      cpSync(path.join(root, name), path.join(made.folder, name), { recursive: true })
    }
    writeFileSync(path.join(made.folder, 'dist/kubewalk.js'), program)
    const tools = path.join(made.temporary, 'path')
    linkTools(tools, await findNode20(made.temporary))
    writeFileSync(path.join(tools, 'kubectl'), '#!/bin/sh\n', { mode: 0o755 })
    made.#installNode()
    return made
  }

  #installNode(): void {
    const version = packages[`${process.platform}-${process.arch}`]?.version
    if (version === undefined) return
    const folder = path.join(this.temporary, 'home/cache/toolchain', `node-${version}`)
    mkdirSync(path.join(folder, 'bin'), { recursive: true })
    symlinkSync(process.execPath, path.join(folder, 'bin/node'))
    writeFileSync(path.join(folder, 'size'), String(statSync(process.execPath).size))
  }

  environment(): NodeJS.ProcessEnv {
    return {
      ...plainEnvironment(),
      PATH: path.join(this.temporary, 'path'),
      KUBEWALK_HOME: path.join(this.temporary, 'home')
    }
  }

  /** Runs a script of bash in a pseudo-terminal, in the package's folder. */
  inTerminal(script: string): LaunchedTerminal {
    const none = Object.fromEntries(Object.keys(process.env).map(name => [name, undefined]))
    return launch('bash', ['--norc', '-c', script], {
      cwd: this.folder,
      env: { ...none, ...this.environment(), TERM: 'xterm-256color', CI: 'false' }
    })
  }

  async remove(): Promise<void> {
    await rm(this.temporary, { recursive: true, force: true })
  }
}
