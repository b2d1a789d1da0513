// Proves: SC-5
import { expect, it } from 'vitest';
import type { GatewayClient } from '#contract/wire/client-api.ts';
import type { AuditEntry } from '#contract/types/audit.ts';
import { auditLines } from './export-audit.ts';

it('reads every page and puts the oldest entry first', async () => {
  const all = Array.from({ length: 2_345 }, (_, index) => ({ seq: index + 1 }) as AuditEntry); // only the number counts here
  const asked: unknown[] = [];
  const request = async (_method: string, { before = Infinity, limit }: { before?: number; limit: number }) => {
    asked.push(before);
    return {
      entries: all
        .filter(({ seq }) => seq < before)
        .toReversed()
        .slice(0, limit),
    };
  };
  const lines = (await auditLines({ request } as unknown as GatewayClient)).trim().split('\n');
  expect(lines.map((line) => (JSON.parse(line) as AuditEntry).seq)).toEqual(all.map(({ seq }) => seq));
  expect(asked).toEqual([Infinity, 1_346, 346]);
});
