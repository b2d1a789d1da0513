// The name of a browser, from what it says of itself.

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

/** `Chrome on Android`; `A browser` when it said nothing that is known. */
export function browserWords(agent: string | undefined): string {
  const find = (list: typeof BROWSERS) => list.find(([form]) => form.test(agent ?? ''))?.[1];
  const system = find(SYSTEMS);
  return [find(BROWSERS) ?? 'A browser', system === undefined ? '' : `on ${system}`].filter(Boolean).join(' ');
}
