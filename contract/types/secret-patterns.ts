// Recognizes well-known formats of secrets in a text, in one pass: a tool result can be large, and text can be hostile.

/** The kinds of secrets, for the setting that turns one off. */
export const SECRET_KINDS = [
  'anthropic-key',
  'openai-key',
  'api-key',
  'stripe-key',
  'google-key',
  'github-token',
  'gitlab-token',
  'npm-token',
  'pypi-token',
  'docker-token',
  'slack-token',
  'telegram-token',
  'aws-key',
  'private-key',
  'jwt',
] as const;
/** The kind of a secret. */
export type SecretKind = (typeof SECRET_KINDS)[number];

/** A likely secret in a text. */
export interface FoundSecret {
  readonly kind: SecretKind;
  readonly start: number;
  readonly end: number;
}

/** Display names, with and without an article. */
const NAMES: Readonly<Record<SecretKind, readonly [label: string, name: string]>> = {
  'anthropic-key': ['Anthropic key', 'an Anthropic key'],
  'openai-key': ['OpenAI or OpenRouter key', 'an OpenAI or OpenRouter key'],
  'api-key': ['API key', 'an API key'],
  'stripe-key': ['Stripe key', 'a Stripe key'],
  'google-key': ['Google key', 'a Google key'],
  'github-token': ['GitHub token', 'a GitHub token'],
  'gitlab-token': ['GitLab token', 'a GitLab token'],
  'npm-token': ['npm token', 'an npm token'],
  'pypi-token': ['PyPI token', 'a PyPI token'],
  'docker-token': ['Docker token', 'a Docker token'],
  'slack-token': ['Slack token', 'a Slack token'],
  'telegram-token': ['Telegram bot token', 'a Telegram bot token'],
  'aws-key': ['AWS key', 'an AWS key'],
  'private-key': ['private key', 'a private key'],
  jwt: ['JSON Web Token', 'a JSON Web Token'],
};

/** The name of a kind, such as `GitHub token`. */
export function labelSecret(kind: SecretKind): string {
  return NAMES[kind][0];
}

interface Shape {
  readonly kind: SecretKind;
  /** Texts that every secret of this shape contains, at least two characters each. */
  readonly marks: readonly string[];
  /** Matches at the start of the secret. Each attempt looks at a bounded number of characters, or uses them up. */
  readonly pattern: RegExp;
  /** The secret is only the first group, which ends the match. */
  readonly isGroup?: true;
  /** Characters between the start of the secret and the mark, at most. */
  readonly before?: number;
}

const DIGITS = [...'0123456789'];

const SHAPES: readonly Shape[] = [
  { kind: 'anthropic-key', marks: ['sk-ant-'], pattern: /\bsk-ant-(?=[\w-]{0,40}\d)[\w-]{16,}/y },
  {
    kind: 'openai-key',
    marks: ['sk-proj-', 'sk-svcacct-', 'sk-admin-', 'sk-or-v1-'],
    pattern: /\bsk-(?:proj|svcacct|admin|or-v1)-(?=[\w-]{0,40}\d)[\w-]{16,}/y,
  },
  { kind: 'api-key', marks: ['sk-'], pattern: /\bsk-(?=[A-Za-z]{0,40}\d)[A-Za-z0-9]{20,}/y },
  {
    kind: 'api-key',
    marks: ['gsk_', 'xai-', 'hf_', 'r8_', 'pplx-'],
    pattern: /\b(?:gsk_|xai-|hf_|r8_|pplx-)(?=[A-Za-z]{0,40}\d)[A-Za-z0-9]{20,}/y,
  },
  { kind: 'stripe-key', marks: ['sk_live_', 'rk_live_'], pattern: /\b[sr]k_live_[A-Za-z0-9]{16,}/y },
  { kind: 'google-key', marks: ['AIza'], pattern: /\bAIza[\w-]{35}/y },
  {
    kind: 'github-token',
    marks: ['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_', 'github_pat_'],
    pattern: /\b(?:gh[pousr]_[A-Za-z0-9]{30,}|github_pat_\w{30,})/y,
  },
  { kind: 'gitlab-token', marks: ['glpat-'], pattern: /\bglpat-[\w-]{20,}/y },
  { kind: 'npm-token', marks: ['npm_'], pattern: /\bnpm_[A-Za-z0-9]{36}\b/y },
  { kind: 'pypi-token', marks: ['pypi-AgE'], pattern: /\bpypi-AgE[\w-]{50,}/y },
  { kind: 'docker-token', marks: ['dckr_pat_'], pattern: /\bdckr_pat_[\w-]{20,}/y },
  { kind: 'slack-token', marks: ['xox', 'xapp-'], pattern: /\b(?:xox[abeprs]|xapp)-\d[\w-]{10,}/y },
  {
    kind: 'telegram-token',
    marks: DIGITS.map((digit) => `${digit}:`),
    before: 9,
    pattern: /\b\d{8,10}:[\w-]{35}(?![\w-])/y,
  },
  { kind: 'aws-key', marks: ['AKIA', 'ASIA'], pattern: /\bA[KS]IA[A-Z0-9]{16}\b/y },
  {
    kind: 'aws-key',
    marks: ['aws_secret_access_key', 'AWS_SECRET_ACCESS_KEY', 'SecretAccessKey'],
    pattern: /\w{15,21}["']?\s{0,4}[=:]\s{0,4}["']?([A-Za-z0-9/+]{40})(?![A-Za-z0-9/+=])/y,
    isGroup: true,
  },
  {
    kind: 'private-key',
    marks: ['-----BEGIN '],
    pattern:
      /-----BEGIN (?:[A-Z]{2,12} ){0,2}PRIVATE KEY-----\s*[A-Za-z0-9+/=]{16}[A-Za-z0-9+/=\s]*(?:-----END (?:[A-Z]{2,12} ){0,2}PRIVATE KEY-----)?/y,
  },
  {
    kind: 'jwt',
    marks: ['eyJ'],
    pattern: /(?<![\w-])eyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]{16,}/y,
  },
];

interface Candidate {
  readonly mark: string;
  readonly shape: Shape;
}

const ASCII = 128;
/** The candidates by the first two characters of their marks. Nearly all pairs of a text have none. */
const CANDIDATES: readonly (readonly Candidate[] | undefined)[] = indexByPair();

function indexByPair(): readonly (readonly Candidate[] | undefined)[] {
  const pairs: Candidate[][] = [];
  for (const shape of SHAPES)
    for (const mark of shape.marks)
      (pairs[mark.charCodeAt(0) * ASCII + mark.charCodeAt(1)] ??= []).push({ mark, shape });
  return Array.from({ length: ASCII * ASCII }, (_, pair) => pairs[pair]);
}
const HAS_CANDIDATES = Uint8Array.from(CANDIDATES, (list) => (list === undefined ? 0 : 1));

/** All starts of marks, which say nothing about the secret yet. */
const MARK_STARTS: ReadonlySet<string> = new Set(
  SHAPES.flatMap(({ marks, before }) => (before === undefined ? marks : [])).flatMap((mark) =>
    Array.from(mark, (_, at) => mark.slice(0, at + 1)),
  ),
);
const LONGEST_MARK = 21;

/** The number of characters at the end of a text with which a secret could start. */
export function countMarkStart(text: string): number {
  for (let size = Math.min(LONGEST_MARK, text.length); size > 0; size -= 1)
    if (MARK_STARTS.has(text.slice(-size))) return size;
  return 0;
}

/** All likely secrets, in order, not overlapping. */
export function findSecrets(text: string): readonly FoundSecret[] {
  const found: FoundSecret[] = [];
  let done = 0;
  let before = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    const pair = before * ASCII + code;
    before = code < ASCII ? code : 0;
    if (code >= ASCII || HAS_CANDIDATES[pair] === 0) continue;
    const secret = matchAt(text, at - 1, pair, done);
    if (secret === undefined) continue;
    found.push(secret);
    done = secret.end;
    at = Math.max(at, done - 1);
    before = 0;
  }
  return found;
}

function matchAt(text: string, at: number, pair: number, from: number): FoundSecret | undefined {
  for (const { mark, shape } of CANDIDATES[pair] ?? []) {
    if (!text.startsWith(mark, at)) continue;
    const start = shape.before === undefined ? at : startOfDigits(text, at, Math.max(from, at - shape.before));
    if (start < from) continue;
    shape.pattern.lastIndex = start;
    const match = shape.pattern.exec(text);
    if (match === null) continue;
    const end = start + match[0].length;
    return { kind: shape.kind, start: shape.isGroup === true ? end - (match[1]?.length ?? 0) : start, end };
  }
  return undefined;
}

/** The first of the digits before a mark, not before `limit`. */
function startOfDigits(text: string, at: number, limit: number): number {
  let start = at;
  while (start > limit && isDigit(text.charCodeAt(start - 1))) start -= 1;
  return start;
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

/** Returns the name of the first likely secret in a text, such as `a GitHub token`, or `undefined`. */
export function secretIn(text: string, ignore: readonly string[] = []): string | undefined {
  const first = findSecrets(text).find(({ kind }) => !ignore.includes(kind));
  return first === undefined ? undefined : NAMES[first.kind][1];
}
