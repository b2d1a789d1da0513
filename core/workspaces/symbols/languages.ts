// How functions, classes, and types are declared, by language. Lines are enough: declarations start one in nearly all code.
import type { CodeSymbol } from '#contract/types/files.ts';

/** A language: its file extensions, and its declarations (RE2 syntax, with the name in a group). */
export interface Language {
  readonly endings: readonly string[];
  readonly declarations: readonly (readonly [CodeSymbol['kind'], string])[];
}

const ID = String.raw`[\p{L}_$][\p{L}\p{N}_$]*`;
const NAME = `(?P<name>${ID})`;
/** Words of a signature before the name of a method; the first one is checked, because `return f(x)` looks like one. */
const TYPED = String.raw`(?P<before>[\p{L}_@][\p{L}\p{N}_$.<>\[\],?&@ ]*[\p{L}\p{N}_>\]?])\s+`;
const EXPORT = String.raw`^\s*(?:export\s+)?(?:default\s+)?(?:declare\s+)?`;

/** Java and C#: the words before `class`, and the methods. */
const CLASS_MODIFIERS = String.raw`^\s*(?:@\S+\s+)*(?:[a-z-]+\s+)*`;
const METHODS = [
  ['function', String.raw`^\s*(?:public|protected|private|internal)\s+${NAME}\s*\([^;=]*$`],
  ['function', String.raw`^\s+${TYPED}${NAME}\s*(?:<[^>]*>)?\([^;=]*(?:\)\s*;)?\s*$`],
  ['function', String.raw`^\s+${TYPED}${NAME}\s*(?:<[^>]*>)?\([^=]*\)[^;=(]*\{.*$`],
] as const;

/** The languages whose symbols are found. */
export const LANGUAGES: readonly Language[] = [
  {
    endings: ['ts', 'tsx', 'mts', 'cts', 'js', 'jsx', 'mjs', 'cjs', 'vue', 'svelte'],
    declarations: [
      ['function', String.raw`${EXPORT}(?:async\s+)?function\s*\*?\s*${NAME}`],
      ['class', String.raw`${EXPORT}(?:abstract\s+)?class\s+${NAME}`],
      ['type', String.raw`${EXPORT}(?:const\s+)?(?:interface|type|enum|namespace)\s+${NAME}\s*(?:[<={]|extends\s|$)`],
      [
        'function',
        String.raw`${EXPORT}(?:const|let|var)\s+${NAME}\s*(?::.*)?=\s*(?:async\s*)?(?:function\b|(?:<.*>)?\(.*=>|(?:<.*>)?\(\s*$|${ID}\s*=>)`,
      ],
      [
        'function',
        String.raw`^\s+(?:(?:public|private|protected|static|override|abstract|async|get|set)\s+)*\*?#?${NAME}\s*(?:<[^(]*>)?\([^;]*\)\s*(?::.*)?\{\s*$`,
      ],
    ],
  },
  {
    endings: ['py', 'pyi'],
    declarations: [
      ['function', String.raw`^\s*(?:async\s+)?def\s+${NAME}`],
      ['class', String.raw`^\s*class\s+${NAME}`],
      ['type', String.raw`^\s*type\s+${NAME}\s*(?:\[.*\])?\s*=`],
    ],
  },
  {
    endings: ['go'],
    declarations: [
      ['function', String.raw`^func\s+(?:\([^)]*\)\s*)?${NAME}\s*[\[(]`],
      ['type', String.raw`^\s*type\s+${NAME}\b`],
    ],
  },
  {
    endings: ['rs'],
    declarations: [
      [
        'function',
        String.raw`^\s*(?:pub(?:\([^)]*\))?\s+)?(?:(?:default|const|async|unsafe|extern)\s+(?:"[^"]*"\s+)?)*fn\s+${NAME}`,
      ],
      ['function', String.raw`^\s*macro_rules!\s+${NAME}`],
      ['type', String.raw`^\s*(?:pub(?:\([^)]*\))?\s+)?(?:unsafe\s+)?(?:struct|enum|trait|union|type)\s+${NAME}`],
    ],
  },
  {
    endings: ['java', 'cs'],
    declarations: [
      ['class', String.raw`${CLASS_MODIFIERS}class\s+${NAME}`],
      ['type', String.raw`${CLASS_MODIFIERS}(?:@?interface|enum|record|struct)\s+(?:class\s+|struct\s+)?${NAME}`],
      ...METHODS,
    ],
  },
  {
    endings: ['kt', 'kts', 'scala'],
    declarations: [
      ['function', String.raw`^\s*(?:[a-z]+\s+)*(?:fun|def)\s+(?:<[^>]*>\s*)?(?:[\p{L}\p{N}_.<>?]+\.)?${NAME}`],
      ['class', String.raw`^\s*(?:[a-z]+\s+)*class\s+${NAME}`],
      ['type', String.raw`^\s*(?:[a-z]+\s+)*(?:interface|object|typealias|trait|type)\s+${NAME}`],
    ],
  },
  {
    endings: ['swift'],
    declarations: [
      ['function', String.raw`^\s*(?:[a-z@()]+\s+)*func\s+${NAME}`],
      ['class', String.raw`^\s*(?:[a-z@()]+\s+)*(?:class|actor)\s+${NAME}`],
      ['type', String.raw`^\s*(?:[a-z@()]+\s+)*(?:struct|enum|protocol|typealias)\s+${NAME}`],
    ],
  },
  {
    endings: ['rb'],
    declarations: [
      ['function', String.raw`^\s*(?:private\s+)?def\s+(?:self\.)?(?P<name>[\p{L}_][\p{L}\p{N}_]*[?!]?)`],
      ['class', String.raw`^\s*class\s+(?:[\p{L}\p{N}_]+::)*${NAME}`],
      ['type', String.raw`^\s*module\s+(?:[\p{L}\p{N}_]+::)*${NAME}`],
    ],
  },
  {
    endings: ['php'],
    declarations: [
      ['function', String.raw`^\s*(?:[a-z]+\s+)*function\s+&?\s*${NAME}`],
      ['class', String.raw`^\s*(?:[a-z]+\s+)*class\s+${NAME}`],
      ['type', String.raw`^\s*(?:interface|trait|enum)\s+${NAME}`],
    ],
  },
  {
    endings: ['c', 'h', 'cc', 'cpp', 'cxx', 'hh', 'hpp', 'm', 'mm'],
    declarations: [
      ['class', String.raw`^\s*(?:template\s*<.*>\s*)?class\s+${NAME}\s*(?:final\s*)?(?:[:{]|$)`],
      ['type', String.raw`^\s*(?:typedef\s+)?(?:struct|union|enum(?:\s+class)?)\s+${NAME}\s*(?:[:{]|$)`],
      ['function', String.raw`^(?P<before>[\p{L}_][^;={}()"]*[\s*&:])~?${NAME}\s*\([^;=]*$`],
      ['function', String.raw`^\s*#\s*define\s+${NAME}\(`],
    ],
  },
  {
    endings: ['sh', 'bash', 'zsh'],
    declarations: [
      ['function', String.raw`^\s*function\s+(?P<name>[\p{L}_][\p{L}\p{N}_:.-]*)`],
      ['function', String.raw`^\s*(?P<name>[\p{L}_][\p{L}\p{N}_:.-]*)\s*\(\s*\)`],
    ],
  },
];

/** Words that look like the name of a method, or like the type before it. */
export const STATEMENT_KEYWORDS: ReadonlySet<string> = new Set(
  (
    'if for while switch catch with return new else throw case await yield do try finally typeof delete in of super this ' +
    'function using lock foreach synchronized assert package import'
  ).split(' '),
);

/** The words that precede a name in some declaration; where none does, a parenthesis follows it. */
export const DECLARATION_KEYWORDS =
  'class|interface|type|typealias|enum|struct|trait|union|protocol|actor|object|module|namespace|record|def|fn|fun|func|function|const|let|var|define|macro_rules';
