// Links for Discord: only to web addresses, and never with a text that looks like another address.
import { escapeText } from './escape-text.ts';

/** Longer addresses are shown as text: Discord doesn't make them links. */
const MAX_URL = 1_000;

/** A link with formatted text, which reads `label`. */
export function formatLink(text: string, label: string, url: string): string {
  const target = URL.parse(url);
  const isWeb = target?.protocol === 'https:' || target?.protocol === 'http:';
  if (target === null || !isWeb || target.href.length > MAX_URL) return formatAsText(text, label, url);
  // In angle brackets, Discord shows no preview, and the address may contain parentheses.
  const address = `<${target.href}>`;
  if (label.trim() === '' || isSame(label, url)) return address;
  return looksLikeAddress(label) ? `${text} (${address})` : `[${text.replaceAll('\n', ' ')}](${address})`;
}

function formatAsText(text: string, label: string, url: string): string {
  if (url === '' || isSame(label, url)) return text;
  return label.trim() === '' ? escapeText(url, false) : `${text} (${escapeText(url, false)})`;
}

function isSame(label: string, url: string): boolean {
  return label === url || `http://${label}` === url || `mailto:${label}` === url;
}

/** Discord doesn't make a link of a text with an address, so that nobody is misled. */
function looksLikeAddress(label: string): boolean {
  const text = label.trim();
  return text.includes('://') || (text.includes('.') && !text.includes(' ') && URL.canParse(`https://${text}`));
}
