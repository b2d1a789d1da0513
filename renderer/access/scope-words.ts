// Scopes in words that a person can judge.

const WORDS: Readonly<Record<string, string>> = {
  'operator.read': 'read sessions and settings',
  'operator.write': 'send messages and change sessions',
  'operator.admin': 'do everything, settings and files included',
  'operator.approvals': 'answer approvals',
  'operator.questions': 'answer questions',
  'operator.pairing': 'let other devices in',
  'operator.talk': 'talk',
  'operator.talk.secrets': 'read the keys of voice services',
};

/** What somebody with these scopes may do, the strongest first. */
export function scopeWords(scopes: readonly string[]): string {
  if (scopes.includes('operator.admin')) return 'may do everything, settings and files included';
  const known = Object.keys(WORDS).filter((scope) => scopes.includes(scope));
  if (known.length === 0) return 'may do nothing by itself';
  return `may ${known.map((scope) => WORDS[scope]).join(', ')}`;
}
