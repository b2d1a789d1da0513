import { AGREEING_GRAMMAR } from '#tests/support/core/agreeing-grammar.ts';
import { beforeEach, describe, expect, it } from 'vitest';
import type { JsonObject } from '#contract/types/json-object.ts';
import { NO_OUTBOUND } from '#tests/support/core/engine-harness.ts';
import { ManualClock } from '#tests/support/core/manual-clock.ts';
import { createMemoryMachine } from '#tests/support/memory-machine.ts';
import type { Machine } from '../ports/machine.ts';
import type { SourceCall, ToolContext, ToolResult } from '../ports/tool-source.ts';
import { memoryJobs } from '#tests/support/core/memory-job-records.ts';
import { editTool, writeTool } from './change-files.ts';
import type { BuiltInTool } from './define-tool.ts';
import { findTool, listTool, readTool, searchTool } from './files.ts';

const NFD = 'Abscha\u0308tzung.md';
const NFC = NFD.normalize('NFC');

let machine: Machine;
let context: ToolContext;

beforeEach(() => {
  machine = createMemoryMachine();
  context = {
    sessionKey: 'agent:main:test',
    machine,
    outbound: NO_OUTBOUND,
    knownHosts: [],
    signal: new AbortController().signal,
    clock: new ManualClock(),
    jobs: memoryJobs(),
    grammar: AGREEING_GRAMMAR,
    commandTimeoutMs: 1_000,
    output: () => undefined,
  };
});

function open(tool: BuiltInTool, input: JsonObject): SourceCall {
  const call = tool.open(input);
  if ('questions' in call) throw new Error('This tool asks nothing.');
  return call;
}

const use = (tool: BuiltInTool, input: JsonObject): Promise<ToolResult> => open(tool, input).run(context);
const readContent = async (path: string): Promise<string | undefined> => (await machine.read(path, 10_000)).text;

describe('a write to an existing file', () => {
  it('keeps its line endings, and says so', async () => {
    await machine.write('a.txt', 'one\r\ntwo\r\nthree\r\n');
    const result = await use(writeTool, { path: 'a.txt', content: 'one\n2\nthree\n' });
    expect(await readContent('a.txt')).toBe('one\r\n2\r\nthree\r\n');
    expect(result).toMatchObject({
      details: { added: 1, removed: 1 },
      text: expect.stringContaining('CRLF line endings'),
    });
    expect(result.details['diff']).not.toContain('\r');
  });

  it('keeps the endings of unchanged lines if they are mixed', async () => {
    await machine.write('a.txt', 'one\r\ntwo\nthree\r\n');
    await use(writeTool, { path: 'a.txt', content: 'one\ntwo\n2.5\nthree\n' });
    expect(await readContent('a.txt')).toBe('one\r\ntwo\n2.5\r\nthree\r\n');
  });

  it('keeps its byte order mark', async () => {
    await machine.write('a.csv', '\ufeffname;city\n');
    const plan = await open(writeTool, { path: 'a.csv', content: 'name;town\n' }).plan?.(context);
    expect(plan?.diff).toContain('-\ufeffname;city\n+\ufeffname;town');
    const result = await use(writeTool, { path: 'a.csv', content: 'name;town\n' });
    expect(await readContent('a.csv')).toBe('\ufeffname;town\n');
    expect(result.text).toContain('byte order mark');
  });

  it('changes nothing that it was not asked to change in a new file', async () => {
    const result = await use(writeTool, { path: 'new.bat', content: 'echo 1\r\necho 2\r\n' });
    expect(await readContent('new.bat')).toBe('echo 1\r\necho 2\r\n');
    expect(result.text).toBe('Created new.bat (+2 −0 lines).');
  });
});

describe('an edit', () => {
  it('finds text with other line endings and writes those of the file', async () => {
    await machine.write('a.txt', '\ufeffone\r\ntwo\r\nthree\r\n');
    await use(editTool, { path: 'a.txt', oldText: 'one\ntwo', newText: '1\n2\n2.5' });
    expect(await readContent('a.txt')).toBe('\ufeff1\r\n2\r\n2.5\r\nthree\r\n');
  });

  it('finds lines of a file whose lines end with CR alone', async () => {
    await machine.write('a.txt', 'one\rtwo\rthree\r');
    await use(editTool, { path: 'a.txt', oldText: 'one\ntwo', newText: '1\n2\n2.5' });
    expect(await readContent('a.txt')).toBe('1\r2\r2.5\rthree\r');
    await use(editTool, { path: 'a.txt', oldText: '2\r2.5\rthree', newText: 'x' });
    expect(await readContent('a.txt')).toBe('1\rx\r');
  });

  it('finds text in another Unicode form if it is the only match, and reports it', async () => {
    await machine.write('a.txt', 'Die Abscha\u0308tzung\n');
    const result = await use(editTool, { path: 'a.txt', oldText: 'Abschätzung'.normalize('NFC'), newText: 'Rechnung' });
    expect(await readContent('a.txt')).toBe('Die Rechnung\n');
    expect(result.text).toContain('other Unicode characters');
  });

  it('changes nothing if several texts look like the old one', async () => {
    await machine.write('a.txt', 'a\u0308 a\u0308\n');
    await expect(use(editTool, { path: 'a.txt', oldText: '\u00e4', newText: 'x' })).rejects.toThrow('occurs 2 times');
    expect(await readContent('a.txt')).toBe('a\u0308 a\u0308\n');
  });
});

describe('a path that looks like the name on disk', () => {
  beforeEach(async () => void (await machine.write(NFD, 'Erste Zeile\n')));

  it('is found by every tool, which reports the real name', async () => {
    const note = 'Abscha\\u0308tzung.md';
    const read = await use(readTool, { path: NFC });
    expect(read).toMatchObject({ isError: false, details: { path: NFD } });
    expect(read.text).toContain('Erste Zeile');
    expect(read.text).toContain(note);
    const plan = await open(editTool, { path: NFC, oldText: 'Erste', newText: 'Zweite' }).plan?.(context);
    expect(plan).toMatchObject({ file: NFD, command: `Edit ${NFD}` });
    expect((await use(editTool, { path: NFC, oldText: 'Erste', newText: 'Zweite' })).text).toContain(note);
    expect((await use(writeTool, { path: NFC, content: 'Neu\n' })).text).toMatch(/^Changed/);
    expect(await machine.list('.')).toHaveLength(1);
    expect((await use(findTool, { query: NFC })).text).toBe(NFD);
  });

  it('is found with a plain space for a no-break space', async () => {
    await machine.write('Screenshot 3.04\u202fPM/a.txt', 'x');
    expect((await use(listTool, { path: 'Screenshot 3.04 PM' })).text).toContain('a.txt');
    expect((await use(readTool, { path: 'Screenshot 3.04 PM/a.txt' })).text).toContain('\\u202f');
    expect((await use(searchTool, { pattern: 'x', path: 'Screenshot 3.04 PM' })).text).toContain('a.txt:1: x');
  });

  it('is an error with the closest names otherwise', async () => {
    await expect(use(readTool, { path: 'Abschatzung.txt' })).rejects.toThrow('Did you mean "Abscha\\u0308tzung.md"?');
    for (const tool of [listTool, searchTool])
      await expect(use(tool, { path: 'nothing like it', pattern: 'x' })).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('a search', () => {
  it('finds text in another Unicode form, with a text and with a pattern', async () => {
    await machine.write('a.txt', 'Die Abscha\u0308tzung\u00a0hier\n');
    for (const query of [
      { pattern: 'abschätzung hier' },
      { pattern: '(?i)ABSCHÄTZ.NG hier$', regex: true },
      { pattern: 'Abscha' },
    ])
      expect((await use(searchTool, { ...query, pattern: query.pattern.normalize('NFC') })).text).toContain(
        'a.txt:1: ',
      );
    expect((await use(searchTool, { pattern: 'Abschaum' })).text).toBe('No matches found.');
  });
});

describe('a marker in place of a secret', () => {
  const CONTENT = 'user = ada\ntoken = ghp_a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8\n';
  const SEEN = 'user = ada\ntoken = [secret: GitHub token]\n';

  it('cannot overwrite the secret that it stands for', async () => {
    await machine.write('a.ini', CONTENT);
    const grace = SEEN.replace('ada', 'grace');
    await expect(use(writeTool, { path: 'a.ini', content: grace })).rejects.toThrow('[secret: GitHub token]');
    const whole = { path: 'a.ini', oldText: 'user = ada\n', newText: grace };
    await expect(use(editTool, whole)).rejects.toThrow("a secret that you can't see");
    await expect(use(writeTool, { path: 'new.ini', content: 'key = [secret of this gateway]' })).rejects.toThrow(
      'edit',
    );
    await use(editTool, { path: 'a.ini', oldText: 'user = ada', newText: 'user = grace' });
    expect(await readContent('a.ini')).toBe(CONTENT.replace('ada', 'grace'));
  });

  it('stays in a file that already contains it', async () => {
    await machine.write('notes.md', 'Logs show [secret: GitHub token].\n');
    await use(writeTool, { path: 'notes.md', content: 'Logs show [secret: GitHub token] now.\n' });
    expect(await readContent('notes.md')).toBe('Logs show [secret: GitHub token] now.\n');
  });
});
