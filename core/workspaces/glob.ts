// Globs over workspace paths. They come from models and from ignore files of foreign repositories; minimatch matches
// stars without backtracking, so no pattern can block the host.
import { Minimatch } from 'minimatch';

const OPTIONS = { dot: true, noext: true, nonegate: true, nocomment: true, platform: 'linux' } as const;
const MAX_ALTERNATIVES = 64;

/** Returns a test for paths. A pattern without `/` matches names in any folder; `{a,b}` are alternatives unless `nobrace`. */
export function compileGlob(pattern: string, { nobrace = false } = {}): (path: string) => boolean {
  const matchBase = !pattern.includes('/');
  const glob = new Minimatch(pattern.replace(/^\//, ''), {
    ...OPTIONS,
    matchBase,
    nobrace,
    braceExpandMax: MAX_ALTERNATIVES,
  });
  return (path) => glob.match(path);
}
