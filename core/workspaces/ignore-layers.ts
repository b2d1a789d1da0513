// The ignore rules that apply in a folder: those of its own ignore file and of the folders above it.
import { judge, parseIgnoreRules, type IgnoreRules } from './ignore-rules.ts';

interface Layer {
  readonly depth: number;
  readonly rules: IgnoreRules;
}

/** Immutable. A deeper file overrides a higher one. */
export class IgnoreLayers {
  static readonly NONE = new IgnoreLayers([]);
  readonly #deepestFirst: readonly Layer[];

  constructor(deepestFirst: readonly Layer[]) {
    this.#deepestFirst = deepestFirst;
  }

  /** With the ignore file of the folder at `depth`; the workspace has depth 0. */
  add(depth: number, text: string): IgnoreLayers {
    return new IgnoreLayers([{ depth, rules: parseIgnoreRules(text) }, ...this.#deepestFirst]);
  }

  /** Whether a path, as its parts, is ignored. */
  isIgnored(parts: readonly string[], isFolder: boolean): boolean {
    for (const { depth, rules } of this.#deepestFirst) {
      if (rules.length === 0) continue;
      const verdict = judge(rules, parts.slice(depth).join('/'), isFolder);
      if (verdict !== undefined) return verdict === 'ignored';
    }
    return false;
  }
}
