import type { Block } from '../markdown/blocks.ts'

/** What a command line of a tutorial is for; decided when the lab is read. The words are those of docs/labs.md. */
export const roles = [
  'run', // runs when the learner presses Enter, and in a headless walk
  'setup', // as `run`, but prepares the workspace only (git clone, cd, export)
  'alternative', // another way to what came before; offered, not run by default
  'duplicate', // repeats an earlier command to show its output
  'example', // stands for something, not meant to be typed
  'placeholder', // holds a name that the learner must fill in
  'interactive', // needs the whole terminal (vi, kubectl edit, exec -it)
  'nested', // belongs inside a shell that an earlier command opened
  'watch', // does not end by itself (get -w, watch)
  'background', // runs beside the lesson (port-forward)
  'file', // the body of a file to be written
  'danger' // reaches beyond the lab; asks first
] as const
export type Role = (typeof roles)[number]

/** One logical shell line. */
export interface Command {
  readonly text: string
  /** Line of the Markdown file, counted from 1. */
  readonly line: number
  readonly role: Role
  /** Output that the tutorial prints below the command: a hint at what to see, never an exact expectation. */
  readonly printedOutput?: string
  /** For role `file` of the form `cat > FILE`: what the tutorial types before ^C, to be written as the file's content. */
  readonly body?: string
}

/** How many milliseconds a check waits when the author says nothing. */
export const defaultWithinMs = 60_000

interface CheckCommon {
  /** The sentence that the check asserts, in the author's words or made from the annotation. */
  readonly that: string
  /** How long to look before it has failed, in milliseconds. */
  readonly withinMs: number
  readonly hint?: string
  /** Line of the Markdown file, counted from 1. */
  readonly line: number
}

/**
 * What a step promises about the world after it.
 *
 * `expect` is a CEL expression that yields a boolean; its variables are `it` (the object, or the List), `items` (always
 * a list) for cluster and file checks, and `exit`, `stdout`, `stderr`, `command` for results.
 */
export type Check = CheckCommon &
  (
    | { readonly kind: 'ready'; /** `daemonset/name` or kubectl get arguments */ readonly target: string }
    | { readonly kind: 'exists'; readonly target: string }
    | { readonly kind: 'gone'; readonly target: string }
    | {
        readonly kind: 'replaced'
        /** Objects of which at least one gives way to another one during the step. */
        readonly target: string
        /** Objects that stay the same meanwhile, as kubectl get arguments. */
        readonly keeping?: string
      }
    | {
        readonly kind: 'onNodes'
        /** Pods, as kubectl get arguments: `pods -l name=x`. */
        readonly target: string
        /** The nodes that have at least one of these pods, ready, must be exactly those. A label selector or names. */
        readonly nodes: readonly string[] | { readonly selector: string }
      }
    | { readonly kind: 'get'; readonly target: string; readonly expect: string }
    | { readonly kind: 'file'; readonly file: string; readonly expect: string }
    | {
        readonly kind: 'result'
        /** True for a result that counts, over `exit`, `stdout`, `stderr`, `command`. */
        readonly expect: string
        /** kubectl get arguments whose live objects must all be named in the output, when given. */
        readonly names?: string
        /** A regular expression: only commands that match it count as having looked. */
        readonly command?: string
      }
    | { readonly kind: 'run'; readonly run: string; readonly expect: string }
  )

export type CheckKind = Check['kind']

export interface Hint {
  /** Markdown. */
  readonly text: string
  readonly line: number
}

/** What "show me" runs: one shell script, whose lines run in the lab's session. */
export interface Solution {
  readonly script: string
  readonly line: number
}

/** What not every cluster has, and some steps cannot do without. */
export const needs = [
  'machines', // that kubewalk can add and take away: the sandbox
  'images', // that nodes fetch for real, so that one may be missing
  'logs', // containers that run, so that their logs can be read
  'traffic' // pods and nodes that answer requests from this machine
] as const
export type Need =
  (typeof needs)[number] | { /** A field of a resource, as `kubectl explain` takes it. */ readonly field: string }

/** Something to think about, asked in the app; what is right is computed from live objects, or stands in a list. */
export interface Question {
  readonly ask: string
  /** Asked before the step's command runs, and looked at again when the step is done. */
  readonly predict: boolean
  /** kubectl get arguments; with them `answer`, and `choices` that are text, are expressions over `it` and `items`. */
  readonly get?: string
  readonly choices: readonly string[] | string
  readonly answer: string
  /** A sentence that is told with what is right. */
  readonly because?: string
  readonly line: number
}

/** A part of a lab that can be taken alone. */
export interface Chapter {
  readonly minutes?: number
  /** Where it starts from, for people: "your DaemonSet runs on every node". */
  readonly from?: string
  /** A script that brings the cluster there, from wherever it is. */
  readonly start?: string
}

/** A heading's prose with its commands, checks and hints. A heading with prose only has no commands and no checks. */
export interface Step {
  /** Stable over edits of the lab: its own (`<!-- step: id -->`), or made from the heading. */
  readonly id: string
  readonly title: string
  /** Line of the heading, counted from 1. */
  readonly line: number
  readonly blocks: readonly Block[]
  readonly commands: readonly Command[]
  readonly checks: readonly Check[]
  readonly hints: readonly Hint[]
  readonly solution?: Solution
  /** What a cluster must have for this step; on others it is skipped. */
  readonly needs: readonly Need[]
  readonly questions: readonly Question[]
  /** Of a heading that begins a chapter. */
  readonly chapter?: Chapter
  readonly level: number
}

export interface Requirements {
  /** Schedulable nodes that the lab needs. */
  readonly nodes?: number
  /** What the user must be allowed to do: a verb and a resource, as `kubectl auth can-i` takes them. */
  readonly rights?: readonly string[]
  /** The level of Pod Security that its pods need, when it is not `restricted`. */
  readonly podSecurity?: 'baseline' | 'privileged'
}

export interface Lab {
  /** Name for people and for the journal: the folder's name, or the file's for a single file. */
  readonly name: string
  readonly title: string
  /** Place among the labs, for the menu. */
  readonly order?: number
  /** Absolute path of the Markdown file and of the folder whose files the lab may use. */
  readonly file: string
  readonly folder: string
  readonly requires: Requirements
  /** What stands before the first step. */
  readonly introduction: readonly Block[]
  /** Every heading in order; see `isWalked` for those that count as steps. */
  readonly steps: readonly Step[]
  /** Why it is told as it was written, although a translation lies beside it. */
  readonly untranslated?: string
  /** Folder names that `git clone URL` gives from the lab's own files: `{ url, folder, path }`. */
  readonly repositories: readonly Repository[]
}

/** A Git repository of the tutorial that the app serves locally from the lab's own folder. */
export interface Repository {
  /** As the tutorial writes it, for example `https://github.com/collabnix/kubelabs`. */
  readonly url: string
  /** Where in the clone the lab's files lie, for example `DaemonSet101`. */
  readonly path: string
}

/** A heading with prose only is read, not done: it is no step in counts and reports. */
export function isWalked(step: Step): boolean {
  return step.commands.length > 0 || step.checks.length > 0
}
