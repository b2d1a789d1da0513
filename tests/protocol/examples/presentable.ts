// Makes what a sample host answered fit for a page: the same every time, and short.

/** What stands for any time, Unix milliseconds. */
const A_TIME = 1_795_000_000_000;
const AN_ISO_TIME = '2026-11-18T10:26:40.000Z';
const A_COMPACT_TIME = '20261118T102640000Z';
const A_DAY = '2026-11-18';
/** Larger than any count, smaller than any time of this century. */
const FIRST_TIME = 1_500_000_000_000;
const MAX_ITEMS = 2;
const MAX_FIELDS = 24;
const MAX_TEXT_LENGTH = 120;
const MAX_DEPTH = 6;
const LEFT_OUT = '…';

/** Facts of a machine, a process or a run of the examples: every machine has others. */
const MACHINE_FACTS: ReadonlySet<string> = new Set([
  'pid',
  'uptimeMs',
  'memoryBytes',
  'cpuMs',
  'durationMs',
  'latencyMs',
  'rssBytes',
  'maxRssBytes',
  'heapTotalBytes',
  'heapUsedBytes',
  'externalBytes',
  'arrayBuffersBytes',
  'loadAverage',
  'memoryTotalBytes',
  'memoryFreeBytes',
  'diskTotalBytes',
  'diskAvailableBytes',
  'cpuCount',
  'size',
  'sizeBytes',
  'bytes',
  'cursor',
  'age',
  'runtimeMs',
  'delayP99Ms',
  'delayMaxMs',
  'utilization',
  'cpuCoreRatio',
  'intervalMs',
  'sent',
  'received',
  'port',
  'seq',
  'messageSeq',
]);
/** The same, as text; `prefix` is that of a key. */
const MACHINE_TEXTS: Readonly<Record<string, string>> = {
  vapidPublicKey: 'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4',
  machineName: 'harbor',
  hostname: 'harbor',
  host: 'harbor',
  platform: 'linux',
  code: 'K7PM3XQD',
  release: '6.12.0',
  arch: 'x64',
  osLabel: 'Linux',
  nodeVersion: '24.21.0',
  cpuModel: 'a processor',
  shell: '/bin/bash',
  prefix: 'gh_Example',
  repoFingerprint: '0123456789abcdef',
};

/** What a terminal shows before anything is typed: nothing yet, or a prompt. */
const FIRST_OUTPUT = /^$|^\u001B/;
const TERMINAL_TEXTS: ReadonlySet<string> = new Set(['output', 'buffer']);
const A_PROMPT = 'gardener@harbor:~/garden$ ';

/** Hosts that examples name. */
const SAMPLE_HOST = /\.example$|^github\.com$/;

/** A text that `places` has is put in place of the other; ids, keys, hashes and times are those of nobody. */
export function presentable(value: unknown, places: ReadonlyMap<string, string>): unknown {
  const ids = new Map<string, string>();
  return shorten(value, '', 0);

  function shorten(part: unknown, field: string, depth: number): unknown {
    if (TERMINAL_TEXTS.has(field) && typeof part === 'string' && FIRST_OUTPUT.test(part)) return A_PROMPT;
    if (typeof part === 'string') return (SAMPLE_HOST.test(part) ? undefined : MACHINE_TEXTS[field]) ?? textOf(part);
    if (typeof part === 'number') return numberOf(part, field);
    if (Array.isArray(part)) {
      // Time, processors, memory.
      if (field === 'samples') return [[A_TIME, 0, 0]];
      if (MACHINE_FACTS.has(field)) return [0];
      return depth >= MAX_DEPTH ? [] : part.slice(0, MAX_ITEMS).map((item) => shorten(item, field, depth + 1));
    }
    if (typeof part !== 'object' || part === null) return part;
    if (depth >= MAX_DEPTH) return {};
    const entries = Object.entries(part);
    const shown = entries
      .slice(0, MAX_FIELDS)
      .map(([name, item]) => [textOf(name), shorten(item, name, depth + 1)] as const);
    return Object.fromEntries(entries.length > MAX_FIELDS ? [...shown, [LEFT_OUT, LEFT_OUT]] : shown);
  }

  function textOf(text: string): string {
    let known = text;
    for (const [theirs, ours] of places) known = known.replaceAll(theirs, ours);
    known = known
      .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi, (id) => idFor(id, uuidOf))
      .replace(/\b[0-9a-f]{32,}\b/g, (id) => idFor(id, (n) => `${String(n).padStart(4, '0')}…`))
      .replace(/\d{4}-\d{2}-\d{2}T[\d:.]+Z/g, AN_ISO_TIME)
      .replace(/\b20\d{6}T\d{9}Z\b/g, A_COMPACT_TIME)
      .replace(/\b20\d{2}-\d{2}-\d{2}(?!T)\b/g, A_DAY)
      .replace(/\b1[5-9]\d{11}\b/g, String(A_TIME))
      .replace(/(\/worktrees\/[\w-]+-)[0-9a-f]{6}(?=\/)/, '$1012345')
      // The name of this computer, as it is announced.
      .replace(/^Gatehouse on [\w-]+(?=\._openclaw-gw)/, 'Gatehouse on harbor')
      .replace(/^[\w-]+(?=-gatehouse\.local$)/, 'harbor')
      // The port of a preview.
      .replace(/^http:\/\/127\.0\.0\.1:(?!(?:18789|4000|11434)\b)\d{4,5}(?=$|\/__gatehouse)/, 'http://127.0.0.1:40123')
      .replace(/^data:([\w/]+);base64,.*/s, 'data:$1;base64,…')
      .replace(/[\w-]{40,}={0,2}/g, LEFT_OUT);
    return known.length > MAX_TEXT_LENGTH ? `${known.slice(0, MAX_TEXT_LENGTH)}${LEFT_OUT}` : known;
  }

  function idFor(id: string, make: (count: number) => string): string {
    const known = ids.get(id) ?? make(ids.size + 1);
    ids.set(id, known);
    return known;
  }
}

function uuidOf(count: number): string {
  return `00000000-0000-4000-8000-${String(count).padStart(12, '0')}`;
}

function numberOf(number: number, field: string): number {
  if (number >= FIRST_TIME) return A_TIME;
  return MACHINE_FACTS.has(field) ? 0 : number;
}
