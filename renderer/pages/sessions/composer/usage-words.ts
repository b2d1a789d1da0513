// Tokens, money and context in few characters.

/** `950`, `12.3k`, `1.2M`. */
export function tokenWords(tokens: number): string {
  if (tokens < 1_000) return String(tokens);
  if (tokens < 1_000_000) return `${trim(tokens / 1_000)}k`;
  return `${trim(tokens / 1_000_000)}M`;
}

function trim(value: number): string {
  return value >= 100 ? String(Math.round(value)) : value.toFixed(1).replace(/\.0$/, '');
}

/** US dollars: `$0.004`, `$1.25`. */
export function costWords(cost: number): string {
  if (cost === 0) return '$0';
  if (cost < 0.001) return '< $0.001';
  return `$${cost < 0.1 ? cost.toFixed(3) : cost.toFixed(2)}`;
}

/** How full the context is, and how much that should worry: from 80 % and from 95 %. */
export function contextFill(
  used: number,
  window: number,
): { readonly part: number; readonly level: 'calm' | 'high' | 'full' } {
  const part = window <= 0 ? 0 : Math.min(1, used / window);
  return { part, level: part >= 0.95 ? 'full' : part >= 0.8 ? 'high' : 'calm' };
}
