import { describe, expect, it } from 'vitest';
import type { StopReason } from '#contract/types/content.ts';
import type { TranscriptRow } from '#core/ports/transcript.ts';
import { rowMessage, rowText } from './transcript-rows.ts';

const PLACE = { seq: 7, ts: 1007 };
const userRow: TranscriptRow = {
  part: 0,
  entryId: 'm',
  runId: 'r',
  message: { role: 'user', content: 'hello', timestamp: 1007 },
  longest: 5,
};
const answer = (stopReason: StopReason, provider = 'anthropic'): TranscriptRow => ({
  part: 0,
  entryId: 'a',
  runId: 'r',
  stopReason,
  provider,
  message: { role: 'assistant', content: [], provider, model: 'x', timestamp: 1007 },
  longest: 0,
});

function stored({ message, part: _part, ...row }: TranscriptRow) {
  return { runId: null, stopReason: null, provider: null, ...row, ...PLACE, json: JSON.stringify(message) };
}

describe('a transcript row in the OpenClaw dialect', () => {
  it('has the idempotency key of a user message', () => {
    expect(rowMessage(userRow, PLACE)).toEqual({
      role: 'user',
      content: 'hello',
      timestamp: 1007,
      idempotencyKey: 'r:user',
      __openclaw: {
        id: 'm',
        seq: 7,
        recordTimestampMs: 1007,
        runId: 'r',
        idempotencyKey: 'r:user',
        senderIsOwner: true,
      },
    });
  });

  it('uses the protocol’s names for stop reasons and APIs', () => {
    expect(rowMessage(answer('aborted'), PLACE)).toMatchObject({
      api: 'anthropic-messages',
      stopReason: 'aborted',
      openclawAbort: { aborted: true, runId: 'r' },
    });
    expect(rowMessage(answer('interrupted', 'openrouter'), PLACE)).toMatchObject({
      api: 'openai-completions',
      stopReason: 'aborted',
    });
    expect(rowMessage(answer('refusal', 'demo'), PLACE)).toMatchObject({ api: 'demo', stopReason: 'error' });
  });

  it('is the same for new and stored rows', () => {
    for (const row of [userRow, answer('stop'), answer('aborted')])
      expect(JSON.parse(rowText(stored(row)))).toEqual(rowMessage(row, PLACE));
  });
});
