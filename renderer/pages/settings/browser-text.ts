// The name of a browser, from its user agent.
import { t } from '#messages/translate.ts';

const BROWSERS: readonly (readonly [RegExp, string])[] = [
  [/Edg\//, 'Edge'],
  [/Firefox\/|FxiOS/, 'Firefox'],
  [/Chrome\/|CriOS/, 'Chrome'],
  [/Safari\//, 'Safari'],
];
const SYSTEMS: readonly (readonly [RegExp, string])[] = [
  [/iPhone|iPad/, 'iOS'],
  [/Android/, 'Android'],
  [/Windows/, 'Windows'],
  [/Mac OS X/, 'macOS'],
  [/Linux/, 'Linux'],
];

/** `Chrome on Android`, from a user agent. */
export function describeBrowser(agent: string | undefined): string {
  const find = (list: typeof BROWSERS) => list.find(([form]) => form.test(agent ?? ''))?.[1];
  const browser = find(BROWSERS) ?? t('devices.browsers.unknown');
  const system = find(SYSTEMS);
  return system === undefined ? browser : t('devices.browsers.on', { browser, system });
}
