import { describe, expect, it } from 'vitest';
import {
  exportLogs,
  filterLogs,
  formatLog,
  listPlaces,
  parseLogLine,
  listParts,
  type NumberedLog,
} from './log-lines.ts';

describe('log lines', () => {
  it.each([
    [
      '{"ts":5,"level":"warn","part":"engine","message":"slow","fields":{"ms":9}}',
      5,
      'warn',
      'engine',
      'slow',
      { ms: 9 },
    ],
    [
      '{"time":7,"level":50,"name":"gateway","msg":"boom","pid":1,"code":"X"}',
      7,
      'error',
      'gateway',
      'boom',
      { code: 'X' },
    ],
    ['{"level":20,"msg":"tick"}', 0, 'debug', '', 'tick', undefined],
    ['level=error msg="it \\"broke\\"" component=db rows=3', 0, 'error', 'db', 'it "broke"', { rows: '3' }],
    ['2026-01-02T03:04:05Z WARN: low disk', Date.parse('2026-01-02T03:04:05Z'), 'warn', '', 'low disk', undefined],
    ['[ERROR] no such file', 0, 'error', '', 'no such file', undefined],
    ['just words', 0, 'info', '', 'just words', undefined],
    ['{"broken":', 0, 'info', '', '{"broken":', undefined],
  ])('reads %s', (line, ...parts) => {
    const [ts, level, part, message, fields] = parts;
    expect(parseLogLine(line)).toEqual({ ts, level, part, message, ...(fields === undefined ? {} : { fields }) });
  });

  it('filters 5,000 lines by level, part, and text exactly', () => {
    const lines: NumberedLog[] = Array.from({ length: 5_000 }, (_, id) => ({
      id,
      ts: id,
      level: id % 10 === 0 ? 'error' : 'info',
      part: id % 2 === 0 ? 'engine' : 'gateway',
      message: `line ${id}`,
      fields: { run: `r${id % 100}` },
    }));
    const found = filterLogs(lines, { minLevel: 'warn', part: 'engine', text: 'RUN=r50', session: '', agent: '' });
    expect(found.map((line) => line.id)).toEqual(lines.filter((line) => line.id % 100 === 50).map((line) => line.id));
    expect(listParts(lines)).toEqual(['engine', 'gateway']);
  });

  it('copies a line as plain text', () => {
    expect(formatLog({ ts: 0, level: 'info', part: 'host', message: 'up', fields: { port: 1, at: 'x' } })).toBe(
      'info host up port=1 at=x',
    );
  });

  it('filters by session and agent, and exports what is left as text or JSON Lines', () => {
    const line = (id: number, agentId: string): NumberedLog => ({
      id,
      ts: 0,
      level: 'info',
      part: 'engine',
      message: `line ${id}`,
      agentId,
      sessionKey: `agent:${agentId}:x`,
    });
    const lines = [line(1, 'main'), line(2, 'coder'), line(3, 'main')];
    const filter = { minLevel: 'info', part: '', text: '', session: '', agent: '' } as const;
    expect(filterLogs(lines, { ...filter, agent: 'main' }).map(({ id }) => id)).toEqual([1, 3]);
    const found = filterLogs(lines, { ...filter, session: 'agent:coder:x' });
    expect(exportLogs(found, 'text')).toBe('info engine line 2\n');
    expect(JSON.parse(exportLogs(found, 'jsonl'))).toEqual({ ts: 0, level: 'info', part: 'engine', message: 'line 2' });
    expect(listPlaces(lines, 'agentId', 'gone')).toEqual(['coder', 'gone', 'main']);
  });
});
