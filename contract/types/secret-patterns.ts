// Detects secrets in text, to warn people who paste one outside the fields for secrets.

interface Shape {
  readonly pattern: RegExp;
  /** Display name. */
  readonly name: string;
}

/** Repetitions are bounded, so that matching is linear. Plain words must not match. */
const SHAPES: readonly Shape[] = [
  { pattern: /\bsk-ant-(?=[\w-]{0,40}\d)[\w-]{16,}/, name: 'an Anthropic key' },
  { pattern: /\bsk-(?:proj|svcacct|admin|or-v1)-(?=[\w-]{0,40}\d)[\w-]{16,}/, name: 'an OpenAI or OpenRouter key' },
  { pattern: /\bsk-(?=[A-Za-z]{0,40}\d)[A-Za-z0-9]{20,}/, name: 'an API key' },
  { pattern: /\b(?:gsk_|xai-|hf_|r8_|pplx-)(?=[A-Za-z]{0,40}\d)[A-Za-z0-9]{20,}/, name: 'an API key' },
  { pattern: /\b[sr]k_live_[A-Za-z0-9]{16,}/, name: 'a Stripe key' },
  { pattern: /\bAIza[\w-]{35}/, name: 'a Google key' },
  { pattern: /\b(?:gh[pousr]_[A-Za-z0-9]{30,}|github_pat_\w{30,}|glpat-[\w-]{20,})/, name: 'a Git access token' },
  { pattern: /\bnpm_[A-Za-z0-9]{36}\b/, name: 'an npm token' },
  { pattern: /\b(?:xox[abeprs]|xapp)-\d[\w-]{10,}/, name: 'a Slack token' },
  { pattern: /\b\d{8,10}:[\w-]{35}(?![\w-])/, name: 'a Telegram bot token' },
  { pattern: /\bAKIA[A-Z0-9]{16}\b/, name: 'an AWS key' },
  { pattern: /-----BEGIN (?:[A-Z]{2,12} ){0,2}PRIVATE KEY-----\s*[A-Za-z0-9+/=]{16}/, name: 'a private key' },
];

/** Returns the name of the first likely secret in a text, or `undefined`. */
export function secretIn(text: string): string | undefined {
  return SHAPES.find(({ pattern }) => pattern.test(text))?.name;
}
