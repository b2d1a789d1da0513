import { expect, it } from 'vitest';
import { locateIssues } from './locate.ts';

const TEXT = `// mine
{
  limits: { modelRetries: 99 },
  agents: {
    defaults: {
      fallbacks: [
        'a/b',
        'no slash',
      ],
    },
  },
  prices: { 'openai/gpt-5.1': { input: -1 } },
}
`;
const findLine = (path: string, message = 'wrong') => locateIssues(TEXT, [{ path, message }])[0]?.line;

it('finds the line of a value, of an element of a list, and of a name with a dot', () => {
  expect(findLine('limits.modelRetries')).toBe(3);
  expect(findLine('agents.defaults.fallbacks.1')).toBe(8);
  expect(findLine('prices.openai/gpt-5.1.input')).toBe(12);
});

it('uses the nearest value that is in the text, and none for others', () => {
  expect(findLine('agents.defaults.model')).toBe(5);
  expect(findLine('hooks.token')).toBeUndefined();
});

it('takes the line of a syntax error from its message', () => {
  expect(findLine('', 'invalid syntax at line 4, column 2')).toBe(4);
  expect(locateIssues('{', [{ path: 'a', message: 'x' }])).toEqual([{ path: 'a', message: 'x' }]);
});
