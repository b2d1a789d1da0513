import { expect, it } from 'vitest';
import { readEvents, type ServerEvent } from './sse.ts';

const encoder = new TextEncoder();

/** A body that says whether it was closed. */
function toBody(...parts: readonly string[]) {
  let isClosed = false;
  const rest = [...parts];
  const body: AsyncIterator<Uint8Array> = {
    async next() {
      const part = rest.shift();
      return part === undefined ? { value: undefined, done: true } : { value: encoder.encode(part), done: false };
    },
    async return() {
      isClosed = true;
      return { value: undefined, done: true };
    },
  };
  return { body, isClosed: () => isClosed };
}

const FORMAT = {
  isLast: ({ data }: ServerEvent) => data === 'end',
  parse: (events: readonly ServerEvent[]) => events.map(({ data }) => data),
  dropRest: () => undefined,
};

it('closes the body if an event can be read but not parsed', async () => {
  const { body, isClosed } = toBody('data: {\n\n', 'data: more\n\n');
  const parse = (events: readonly ServerEvent[]) => events.map(({ data }) => JSON.parse(data) as unknown);
  const read = (async () => {
    for await (const events of readEvents(body, { ...FORMAT, parse })) expect(events).toEqual([]);
  })();
  await expect(read).rejects.toThrow(SyntaxError);
  expect(isClosed()).toBe(true);
});

it('closes the body if the reader stops, and leaves it alone after the last event', async () => {
  const stopped = toBody('data: one\n\n', 'data: two\n\n');
  for await (const events of readEvents(stopped.body, FORMAT)) if ([...events].includes('one')) break;
  expect(stopped.isClosed()).toBe(true);

  const whole = toBody('data: one\n\ndata: end\n\ndata: late\n\n');
  const read: string[] = [];
  let dropped = 0;
  const dropRest = () => void (dropped += 1);
  for await (const events of readEvents(whole.body, { ...FORMAT, dropRest })) read.push(...events);
  expect([read, dropped, whole.isClosed()]).toEqual([['one', 'end'], 1, false]);
});
