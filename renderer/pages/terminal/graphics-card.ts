// Detects whether WebGL is hardware-accelerated.

/** Software renderers. */
const IMITATED = /swiftshader|llvmpipe|softpipe|basic render|software/i;
let answer: boolean | undefined;

/** False in virtual machines and over remote desktops, where software WebGL is far slower than DOM rendering. */
export function graphicsCardDraws(): boolean {
  answer ??= ask();
  return answer;
}

function ask(): boolean {
  const context = document.createElement('canvas').getContext('webgl2', { failIfMajorPerformanceCaveat: true });
  if (context === null) return false;
  const names = context.getExtension('WEBGL_debug_renderer_info');
  const name: unknown = names === null ? '' : context.getParameter(names.UNMASKED_RENDERER_WEBGL);
  // Browsers keep few contexts: this one is given back at once.
  context.getExtension('WEBGL_lose_context')?.loseContext();
  return !IMITATED.test(String(name));
}
