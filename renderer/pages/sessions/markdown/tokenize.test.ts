import { expect, it, onTestFinished } from 'vitest';
import { tokenize } from './tokenize.ts';

const LINE = "const answer = await agent.ask('What is in this folder?');";

it('colors a whole line, however long the machine takes for it', async () => {
  // Every look at the clock finds that a minute has passed.
  const { now } = Date;
  let minutes = 0;
  Date.now = () => now() + (minutes += 1) * 60_000;
  onTestFinished(() => void (Date.now = now));
  const [line] = (await tokenize('ts', LINE)) ?? [];
  const findColor = (text: string) => line?.find((token) => token.text.includes(text))?.color;
  expect(line?.map(({ text }) => text).join('')).toBe(LINE);
  expect(findColor('const')).toContain('keyword');
  expect(findColor('What is')).toContain('string');
  expect(findColor('ask')).toContain('function');
});

it('leaves code of an unknown language alone', async () => {
  expect(await tokenize('no-such-language', 'x')).toBeUndefined();
});
