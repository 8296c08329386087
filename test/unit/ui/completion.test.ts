import { describe, expect, it } from 'vitest'
import { lineText } from '../../../src/markdown/styled.ts'
import { candidatesRow, fitting, readKubectl, takeNext, takeOffer, wordAt } from '../../../src/ui/prompt/completion.ts'
import { emptyLine, withText } from '../../../src/ui/prompt/line.ts'

const typed = (text: string) => withText(emptyLine, text)
const named = (...names: string[]) => names.map(text => ({ text }))

describe('the word before the cursor', () => {
  it.each([
    ['kubectl get po', ['kubectl', 'get'], 'po', 12],
    ['kubectl get ', ['kubectl', 'get'], '', 12],
    ['cd a && kubectl "get" -f my\\ f', ['kubectl', 'get', '-f'], 'my f', 25],
    ['echo $(kubectl g', ['kubectl'], 'g', 15],
    ["cat 'a b", ['cat'], 'a b', 4],
    ['kubectl get pods | gr', [], 'gr', 19]
  ])('%s', (text, words, word, start) => expect(wordAt(text, text.length)).toEqual({ words, word, start }))
})

describe('what kubectl answers', () => {
  it('has descriptions, and says which files may stand there besides', () => {
    expect(readKubectl('apply\tApply a configuration\nannotate\n:4\nCompletion ended\n')).toEqual({
      candidates: [{ text: 'apply', description: 'Apply a configuration' }, { text: 'annotate' }],
      files: 'none'
    })
    expect(readKubectl('pods/\n:6\n').candidates).toEqual([{ text: 'pods/', goesOn: true }])
    expect(readKubectl('json\nyaml\n:8\n')).toEqual({ candidates: [], files: { endings: ['json', 'yaml'] } })
    expect(readKubectl(':16\n').files).toBe('folders')
    expect(readKubectl(':0\n').files).toBe('any')
    expect(readKubectl('x\n:1\n')).toEqual({ candidates: [], files: 'none' })
    expect(readKubectl('').files).toBe('none')
  })

  it('gives no word that would act on the terminal, and each once', () => {
    expect(fitting(named('web', 'web', 'we\u001b[2Jb', 'other'), 'we')).toEqual(named('web'))
  })
})

describe('an offer', () => {
  it('of one candidate is taken, with a space, but for a folder', () => {
    expect(takeOffer(typed('kubectl app'), { start: 8, candidates: named('apply') })).toEqual({
      line: expect.objectContaining({ text: 'kubectl apply ', cursor: 14 })
    })
    const folder = { start: 3, candidates: [{ text: 'lab files/', goesOn: true }] }
    expect(takeOffer(typed('cd la'), folder).line.text).toBe("cd 'lab files/'")
  })

  it('of several gives the common part, and Tab goes through them and round', () => {
    const offer = { start: 12, candidates: [{ text: 'pods', description: 'all pods' }, { text: 'podtemplates' }] }
    const { line, completion } = takeOffer(typed('kubectl get p'), offer)
    expect(line.text).toBe('kubectl get pod')
    if (completion === undefined) throw new Error('the candidates are not shown')
    const first = takeNext(line, completion, 1)
    expect(first.line.text).toBe('kubectl get pods')
    expect(lineText(candidatesRow(first.completion, 60))).toBe(' pods  podtemplates  all pods')
    const second = takeNext(first.line, first.completion, 1)
    expect(second.line.text).toBe('kubectl get podtemplates')
    expect(takeNext(second.line, second.completion, 1).line.text).toBe('kubectl get pods')
    expect(takeNext(line, completion, -1).line.text).toBe('kubectl get podtemplates')
  })

  it('keeps what follows the cursor, and fits its row', () => {
    const line = { ...typed('kubectl ge pods'), cursor: 10 }
    expect(takeOffer(line, { start: 8, candidates: named('get') }).line).toMatchObject({
      text: 'kubectl get pods',
      cursor: 11
    })
    expect(lineText(candidatesRow({ start: 0, candidates: named('alpha', 'beta', 'gamma') }, 14))).toBe(' alpha  +2')
  })
})
