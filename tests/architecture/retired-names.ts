// Names and phrases that were replaced by the field's own terms and must not come back, with what to write instead.

/** A name or phrase and its replacement. */
export interface Retired {
  readonly pattern: RegExp;
  readonly instead: string;
  /** Files in which the word had its invented meaning; everywhere when absent. */
  readonly within?: RegExp;
}

/** Parts of names, in code and in file names: `desk` in `ApprovalDesk` and in `approval-desk.ts`. */
export const RETIRED_PARTS: Readonly<Record<string, string>> = {
  desk: 'the plural of what it holds: Approvals, PairingRequests',
  book: 'registry, store',
  mint: 'issuer',
  door: 'entry point, executor',
  wish: 'options, request',
  wishes: 'options, requests',
  deed: 'job handler',
  deeds: 'job handlers',
  story: 'history',
  tame: 'within limits',
  brought: 'imported',
  anew: 'again',
  hears: 'accepts',
  flaw: 'violation',
  flaws: 'violations',
  lane: 'queue key, worker',
  lanes: 'queue keys, workers',
  askers: 'waiters',
  exam: 'conformance suite',
  examine: 'run the conformance suite',
  mad: 'hostile',
  parted: 'split result',
  lagging: 'slow',
  stability: 'diagnostics',
  reach: 'network access',
};

/** Whole names in code. */
export const RETIRED_NAMES: readonly Retired[] = [
  { pattern: /^(?:takeBack|TakenBack|withdraw)$/, instead: 'cancel, CancelledMessage' },
  { pattern: /^steadyCommit$/, instead: 'commitWithRetry' },
  { pattern: /^sayWaiting$/, instead: 'reportQueued' },
  { pattern: /^beatSoon$/, instead: 'scheduleFlush' },
  { pattern: /^face$/, instead: 'api' },
  { pattern: /^cut$/, instead: 'truncate' },
  { pattern: /^(?:Place|placeOf)$/, instead: 'RequestOrigin', within: /^gateway\// },
  { pattern: /^EarlyNotice$/, instead: 'BufferedNotice' },
  { pattern: /^Standing$/, instead: 'RateStatus' },
  { pattern: /^Going$/, instead: 'ActiveEntry' },
  { pattern: /^Trial$/, instead: 'Attempt' },
  { pattern: /^(?:Now|Step)$/, instead: 'SessionSnapshot, SessionChange', within: /^core\// },
  { pattern: /^Open$/, instead: 'JsonObject' },
  { pattern: /^wordsOf|[a-z]Words$|_WORDS$/, instead: 'text, describe' },
];

/** Names that end in "words" because they hold words: of a command, a rule, a query or a text. */
export const WORDS_ALLOWED: ReadonlySet<string> = new Set([
  'DANGEROUS_WORDS',
  'SEARCHED_WORDS',
  'SHELL_WORDS',
  'SQL_WORDS',
  'VALUE_WORDS',
  'completeWords',
  'shellWords',
  'hasWords',
  'markWords',
  'ruleWords',
  'splitWords',
  'MAX_WORDS',
  'RuleWords',
  'fromWords',
  'listCommandWords',
  'readWords',
]);

/** Layers whose functions are all verbs: `getTitle`, `findPage`, `toItem`, not `titleOf`. Add a layer once it is done. */
export const LAYERS_WITHOUT_OF: readonly string[] = [
  'renderer',
  'electron',
  'messages',
  'contract',
  'core',
  'adapters',
  'gateway',
  'host',
  'cli',
];

/** File names without their ending. */
export const RETIRED_FILES: readonly Retired[] = [
  { pattern: /^(?:keeping|pieces)$/, instead: 'the name of the unit under test' },
  { pattern: /first-light/, instead: 'initial-schema' },
  { pattern: /bad-days/, instead: 'faults' },
  { pattern: /^place$/, instead: 'request-origin' },
  { pattern: /-words$/, instead: '-text' },
];

/** Phrases in comments, strings and docs. */
export const RETIRED_PHRASES: readonly Retired[] = [
  { pattern: /\bby (?:itself|themselves)\b/i, instead: 'automatically' },
  { pattern: /\bwhat came of\b/i, instead: 'result' },
  { pattern: /\b(?:is|are|was|were|be|being) let in\b/i, instead: 'gets access' },
  { pattern: /\blets? (?:\w+ )?(?:\w+ )?in\b(?! [a-z])/i, instead: 'gives access' },
  { pattern: /\banew\b/i, instead: 'again' },
  { pattern: /\b(?:go|goes|going|went) on\b/i, instead: 'continue' },
  { pattern: /\b(?:take|takes|taken|took) (?:it |them )?back\b/i, instead: 'cancel, revoke, undo' },
  { pattern: /\bnobody is here\b/i, instead: 'no terminal to prompt on' },
  { pattern: /\bis right\b/i, instead: 'is valid' },
  { pattern: /\bstands\b/i, instead: 'is, appears' },
  { pattern: /\b[Bb]egins?\b/, instead: 'start' },
  { pattern: /\bcomes? in\b/i, instead: 'requests access, arrives' },
  { pattern: /\bwants? in\b/i, instead: 'requests access' },
  { pattern: /\bturned away\b/i, instead: 'denied' },
  { pattern: /\bmade up for\b/i, instead: 'replayed' },
  { pattern: /\bdearest\b/i, instead: 'most expensive' },
  { pattern: /\bhears\b/i, instead: 'accepts, is notified' },
  { pattern: /\bwithstood\b/i, instead: 'rejected' },
  { pattern: /\bdoors?\b/i, instead: 'entry point' },
  // Not the Tcl shell in a list of programs.
  { pattern: /\bwish(?:es)?\b(?! expect)/i, instead: 'option, request' },
  { pattern: /\bmad clients?\b/i, instead: 'hostile clients' },
  { pattern: /\bbad days?\b/i, instead: 'faults' },
  { pattern: /\blog(?:ged|ging)? (?:in|out)\b/i, instead: 'sign in, sign out' },
];
