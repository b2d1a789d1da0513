// One chunk with what the pages need to start. Otherwise each module that is shared with a part that is loaded later would get a chunk
// of its own: sixty requests, and files too small to compress well.
import { resolve } from 'node:path';

/** The entry stays a file of its own, to which the page refers. */
const ENTRIES = [resolve('renderer/index.html'), resolve('renderer/main.tsx')];
/** Lingui imports its parser, but doesn't use it where messages are compiled. */
const PARSER = /\/node_modules\/(?:moo|@messageformat|@lingui\/message-utils)\//;

/** The group for the option `codeSplitting`. */
export function pageStart() {
  return {
    name: 'start',
    tags: ['$initial' as const],
    includeDependenciesRecursively: false,
    test: (id: string) => !ENTRIES.includes(id) && !PARSER.test(id.replaceAll('\\', '/')),
  };
}
