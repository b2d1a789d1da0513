import { expect, it } from 'vitest';

import { findMessageIds } from './message-ids.ts';

const IDS = ['a.title', 'a.title.hint', 'a.mode.on', 'a.mode.off', 'a.mode.on.text', 'b.title', 'b.mode.on'];
const found = (code: string) => findMessageIds(code, IDS);

it('finds ids in quotes of any kind', () => {
  expect(found(`t('a.title') + t("b.title") + other`)).toEqual(['a.title', 'b.title']);
  expect(found('t(`a.mode.on`)')).toEqual(['a.mode.on']);
});

it('finds every id that a template can complete', () => {
  expect(found('t(`a.mode.${mode}`)')).toEqual(['a.mode.on', 'a.mode.off', 'a.mode.on.text']);
  expect(found('t(`a.mode.${mode}.text`)')).toEqual(['a.mode.on.text']);
  expect(found('t(`a.mode.${read({ mode })}`)')).toEqual(['a.mode.on', 'a.mode.off', 'a.mode.on.text']);
});

it('finds ids that continue another one of the same code', () => {
  expect(found("const title = 'a.title'; t(`${title}.hint`)")).toEqual(['a.title', 'a.title.hint']);
  expect(found('t(`${title}.hint`)')).toEqual([]);
});

it('ignores texts that are no ids', () => {
  expect(found("'a.titles' 'x.a.title' a.title")).toEqual([]);
});
