// How full the model's context window is.

/** The used share, and whether it is worth a warning: from 80% and from 95%. */
export function contextFill(
  used: number,
  window: number,
): { readonly part: number; readonly level: 'calm' | 'high' | 'full' } {
  const part = window <= 0 ? 0 : Math.min(1, used / window);
  return { part, level: part >= 0.95 ? 'full' : part >= 0.8 ? 'high' : 'calm' };
}
