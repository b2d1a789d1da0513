// Finds settings by words: every section names what it holds, so that search needs no rendered page.

/** One setting that can be found. */
export interface SettingEntry {
  readonly section: string;
  readonly title: string;
  /** Further words people use for it. */
  readonly words: string;
}

/** Everything that can be found in Settings. */
const SETTING_ENTRIES: readonly SettingEntry[] = [
  {
    section: 'providers',
    title: 'Keys of providers',
    words: 'token secret anthropic claude openai gpt paste environment',
  },
  { section: 'providers', title: 'Local models', words: 'ollama lm studio llama address base url' },
  { section: 'providers', title: 'Test a provider', words: 'check latency connection reachable' },
  { section: 'agents', title: 'Agents', words: 'create new delete name emoji persona instructions prompt soul' },
  { section: 'agents', title: 'Model and fallbacks', words: 'default model change fallback' },
  { section: 'agents', title: 'Workspace folder', words: 'directory project path' },
  { section: 'agents', title: 'Approval mode', words: 'ask read-only full access accept edits permission' },
  {
    section: 'agents',
    title: 'Files of an agent',
    words: 'soul.md agents.md memory.md user.md persona markdown history',
  },
  { section: 'agents', title: 'Tools', words: 'allow deny exec write read' },
  { section: 'appearance', title: 'Theme', words: 'dark light system colour color' },
  { section: 'appearance', title: 'Contrast', words: 'high accessibility' },
  { section: 'appearance', title: 'Density', words: 'compact comfortable spacing' },
  { section: 'appearance', title: 'Font size', words: 'text zoom big small' },
  { section: 'appearance', title: 'Code font size', words: 'terminal editor mono' },
  { section: 'appearance', title: 'Reduced motion', words: 'animation accessibility' },
  { section: 'appearance', title: 'Enter key', words: 'send newline composer keyboard' },
  {
    section: 'devices',
    title: 'Allow on this network',
    words: 'lan wifi tailscale tailnet tls certificate fingerprint bind reach',
  },
  { section: 'devices', title: 'Add a phone', words: 'qr setup code pair mobile ios android browser' },
  { section: 'devices', title: 'Devices', words: 'paired pending allow deny revoke remove token scopes' },
  { section: 'keys', title: 'API keys', words: 'bearer program openai compatible limit scopes revoke' },
  { section: 'gateway', title: 'Address and health', words: 'port host version about uptime parts limits fingerprint' },
  { section: 'gateway', title: 'Token of the gateway', words: 'reveal show secret auth mode password proxy sign-in' },
  { section: 'gateway', title: 'Traffic', words: 'metrics requests errors connections statistics prometheus' },
  { section: 'gateway', title: 'Sign in another browser', words: 'link phone code pair' },
  {
    section: 'gateway',
    title: 'Connect other clients',
    words: 'openclaw cli control ui websocket openai base url phone',
  },
  { section: 'gateway', title: 'Audit log', words: 'verify hash chain history security' },
  { section: 'configuration', title: 'Configuration file', words: 'json5 raw expert gatehouse.json5 edit' },
];

/** The entries that contain all words of the query, best first; nothing for an empty one. */
export function findSettings(query: string): readonly SettingEntry[] {
  const wanted = query
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  if (wanted.length === 0) return [];
  return SETTING_ENTRIES.filter((entry) => wanted.every((word) => textOf(entry).includes(word))).toSorted(
    (a, b) => Number(titleHas(b, wanted)) - Number(titleHas(a, wanted)),
  );
}

function textOf(entry: SettingEntry): string {
  return `${entry.section} ${entry.title} ${entry.words}`.toLowerCase();
}

function titleHas(entry: SettingEntry, wanted: readonly string[]): boolean {
  const title = entry.title.toLowerCase();
  return wanted.every((word) => title.includes(word));
}
