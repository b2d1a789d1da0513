// The areas by which the texts are reviewed, and which files belong to each.

/** Areas in the order in which they are printed. */
export const AREAS = ['ui', 'cli', 'models', 'configuration', 'protocol', 'errors', 'tests', 'docs'] as const;

/** One area. */
export type Area = (typeof AREAS)[number];

const RULES: readonly (readonly [RegExp, Area])[] = [
  [/\.test\.tsx?$|^tests\//, 'tests'],
  [/^(?:messages|renderer|electron)\//, 'ui'],
  [/^cli\//, 'cli'],
  [/^core\/(?:tools|commands)\/|prompt|^core\/runs\/(?:compaction|summar)/, 'models'],
  [/^contract\/configuration\//, 'configuration'],
  [/^contract\/methods\//, 'protocol'],
  [/^(?:contract|core|adapters|gateway|host)\//, 'errors'],
];

/** The area of a source file; undefined for files whose texts nobody reads. */
export function areaOf(path: string): Area | undefined {
  if (path.includes('/generated/')) return undefined;
  return RULES.find(([pattern]) => pattern.test(path))?.[1];
}
