import { compileMessageOrThrow } from '@lingui/message-utils/compileMessage';
import { afterEach, expect, it } from 'vitest';

import { isolateParameters } from './isolate-parameters.ts';
import { activateCatalog, activateLanguage, t } from './translate.ts';

afterEach(() => activateLanguage('en', ['en-US']));

const isolated = (text: string) => isolateParameters(compileMessageOrThrow(text));

it('isolates text parameters, also in plurals, but not what chooses a case', () => {
  activateCatalog('ar', 'ar-u-nu-latn', {
    'compare.diffOf': isolated('{path} غيّره {name}'),
    'compare.several.submit': isolated('{count, plural, one {إلى وكيل واحد} other {إلى # وكيل}}'),
  });
  expect(t('compare.diffOf', { path: '/home/ada/', name: 'main' })).toBe(
    '\u2068/home/ada/\u2069 غيّره \u2068main\u2069',
  );
  expect(t('compare.several.submit', { count: 7 })).toBe('إلى 7 وكيل');
});
