// A command that prints far more than anyone can read: clients get a bounded part of it, with its end, and stay connected.
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { connected } from '#tests/protocol/support/raw-socket.ts';
import { lastToolResults } from '#tests/support/model-server.ts';
import { only, startFaultHost } from './support/fault-host.ts';

const KEY = 'agent:main:flood';
const COMMAND = "yes 'a line of a flood' | head -c 300000000; echo; echo 'the last line'";
const MIB = 1024 * 1024;

it('live output of a flooding command is bounded for every kind of client and ends with the end of the output', async () => {
  const fixture = await startFaultHost({
    agent: { approvalMode: 'full' },
    model: (request) =>
      lastToolResults(request).length > 0
        ? { steps: [{ say: 'Done.' }] }
        : { steps: [{ call: 'exec', input: { command: COMMAND } }] },
  });
  const { host, client } = fixture;
  const own: string[] = [];
  client.on('session.live', ({ events }) => {
    for (const event of events) if (event.kind === 'tool-output') own.push(event.text);
  });
  const simple = await connected(`${host.origin.replace('http', 'ws')}/`, {
    caps: ['tool-events'],
    auth: { token: readFileSync(`${fixture.home}/token`, 'utf8').trim() },
  });
  const events = await fixture.say(KEY, 'flood');
  expect(only(events, 'run.ended').status).toBe('done');
  expect(only(events, 'tool.finished')).toMatchObject({
    isError: false,
    text: expect.stringMatching(/the last line\n$/),
  });
  const end = await simple.event('chat', ({ state }) => state === 'final');
  expect(end).toBeDefined();
  const bytes = simple.frames.reduce((sum, frame) => sum + JSON.stringify(frame).length, 0);
  expect(bytes).toBeLessThan(4 * MIB);
  expect(own.join('').length).toBeLessThan(2 * MIB);
  expect(own.at(-1)?.endsWith('the last line\n')).toBe(true);
  const shown = simple.frames.flatMap(({ payload }) =>
    payload?.['stream'] === 'command_output' ? [JSON.stringify(payload['data'])] : [],
  );
  expect(shown.join()).toContain('characters omitted');
  expect(shown.join()).toContain('the last line');
  simple.close();
});
