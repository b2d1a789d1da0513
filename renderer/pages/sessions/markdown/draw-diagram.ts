// Draws Mermaid diagrams, one at a time. The source is written by a model: its result is used only as an image.
import type { MermaidConfig } from 'mermaid';
import { loadPart } from '../../../state/load-part.ts';

/** A diagram as an image, or why there is none. */
export type DrawnDiagram =
  | { readonly source: string; readonly width: number; readonly height: number }
  | { readonly problem: string };

/** Longest source, characters: drawing takes more than linear time. */
export const MAX_DIAGRAM = 8_000;
const MAX_EDGES = 200;
const MAX_PROBLEM = 400;
/** Images that are kept. */
const MAX_KNOWN = 60;

const known = new Map<string, DrawnDiagram>();
let queue: Promise<unknown> = Promise.resolve();
let count = 0;

/** The image of a diagram that was drawn before. */
export function knownDiagram(code: string, theme: 'light' | 'dark'): DrawnDiagram | undefined {
  return known.get(`${theme}\n${code}`);
}

/** Draws a diagram; the result is in {@link knownDiagram}. */
export function drawDiagram(code: string, theme: 'light' | 'dark'): Promise<void> {
  const drawn = queue.then(async () => {
    if (knownDiagram(code, theme) !== undefined) return;
    keep(`${theme}\n${code}`, await draw(code, theme).catch(toProblem));
  });
  queue = drawn;
  return drawn;
}

/** Height to reserve, rem: more lines usually make a higher diagram. */
export function reservedHeight(code: string): number {
  const lines = code.split('\n', 40).length;
  return Math.min(24, Math.max(8, lines * 2));
}

function settings(theme: 'light' | 'dark'): MermaidConfig {
  return {
    startOnLoad: false,
    securityLevel: 'strict',
    suppressErrorRendering: true,
    theme: theme === 'dark' ? 'dark' : 'neutral',
    // Labels in HTML would not be drawn in an image.
    htmlLabels: false,
    fontFamily: 'ui-sans-serif, system-ui, sans-serif',
    maxTextSize: MAX_DIAGRAM,
    maxEdges: MAX_EDGES,
    // What the source can't change.
    secure: [
      'secure',
      'securityLevel',
      'startOnLoad',
      'maxTextSize',
      'maxEdges',
      'suppressErrorRendering',
      'htmlLabels',
      'flowchart',
      'themeCSS',
      'fontFamily',
      'dompurifyConfig',
    ],
  };
}

async function draw(code: string, theme: 'light' | 'dark'): Promise<DrawnDiagram> {
  const { default: mermaid } = await loadPart(() => import('mermaid'));
  mermaid.initialize(settings(theme));
  count += 1;
  const { svg } = await mermaid.render(`diagram-${count}`, code);
  return toImage(svg);
}

/** An image with its natural size, so that the page reserves the right space. */
function toImage(svg: string): DrawnDiagram {
  // Nothing runs or loads in a document without a window. As HTML, because the text isn't always well-formed XML.
  const root = new DOMParser().parseFromString(svg, 'text/html').querySelector('svg');
  if (root === null) throw new Error('The diagram has no picture.');
  for (const element of root.querySelectorAll('script, image, foreignObject')) element.remove();
  for (const link of root.querySelectorAll('a'))
    for (const name of link.getAttributeNames()) link.removeAttribute(name);
  const [, , width = 0, height = 0] = (root.getAttribute('viewBox') ?? '').split(/[\s,]+/).map(Number);
  if (!(width > 0 && height > 0)) throw new Error('The diagram is empty.');
  root.setAttribute('width', String(width));
  root.setAttribute('height', String(height));
  const text = new XMLSerializer().serializeToString(root);
  return { source: `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`, width, height };
}

function toProblem(cause: unknown): DrawnDiagram {
  const problem = cause instanceof Error ? cause.message : String(cause);
  return { problem: problem.slice(0, MAX_PROBLEM) };
}

function keep(key: string, drawn: DrawnDiagram): void {
  known.set(key, drawn);
  for (const old of known.keys()) {
    if (known.size <= MAX_KNOWN) return;
    known.delete(old);
  }
}
