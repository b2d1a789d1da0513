// Adapts the content security policy of a previewed page: it may run and report with our script, and be shown in the app.

/** What the policy must allow. */
export interface PolicyAdditions {
  readonly scriptUrl: string;
  readonly reportUrl: string;
}

/** Directives that decide about scripts and connections, with those that they fall back to. */
const SCRIPTS = ['script-src-elem', 'script-src', 'default-src'];
const CONNECTIONS = ['connect-src', 'default-src'];

/** The policy, or several separated by commas, with additions and without a restriction of frames. */
export function adaptPolicy(header: string, additions: PolicyAdditions): string {
  return header
    .split(',')
    .map((policy) => adaptOne(policy, additions))
    .join(', ');
}

function adaptOne(policy: string, { scriptUrl, reportUrl }: PolicyAdditions): string {
  const directives = new Map<string, readonly string[]>();
  for (const text of policy.split(';')) {
    const [name = '', ...sources] = text.trim().split(/\s+/);
    if (name !== '' && !directives.has(name.toLowerCase())) directives.set(name.toLowerCase(), sources);
  }
  directives.delete('frame-ancestors');
  allow(directives, SCRIPTS, scriptUrl);
  allow(directives, CONNECTIONS, reportUrl);
  return [...directives].map(([name, sources]) => [name, ...sources].join(' ')).join('; ');
}

/** Adds a source to the directive in effect, without changing what it is for others. */
function allow(directives: Map<string, readonly string[]>, names: readonly string[], url: string): void {
  const effective = names.find((name) => directives.has(name));
  const [specific] = names;
  if (effective === undefined || specific === undefined) return;
  const sources = (directives.get(effective) ?? []).filter((source) => source.toLowerCase() !== "'none'");
  directives.set(effective === 'default-src' ? (names.at(-2) ?? specific) : effective, [...sources, url]);
}

/** The nonce that scripts of a page need, if its policy names one. */
export function findNonce(header: string): string | undefined {
  return /'nonce-([A-Za-z0-9+/_=-]{1,200})'/.exec(header)?.[1];
}
