import { expect, it } from 'vitest';
import { findDirection } from './text-direction.ts';

const text = (value: string) => ({ type: 'text', value });
const element = (tagName: string, ...children: readonly unknown[]) => ({ type: 'element', tagName, children });

it('is right to left if the first letter outside code is', () => {
  expect(findDirection(element('ul', element('li', element('code', text('npm')), text(' مرحبا abc'))))).toBe('rtl');
  expect(findDirection(element('table', element('td', text('12. שלום'))))).toBe('rtl');
});

it('is left to the browser otherwise', () => {
  for (const value of ['abc مرحبا', '12', '', '日本'])
    expect(findDirection(element('ul', element('li', text(value))))).toBe('auto');
});
