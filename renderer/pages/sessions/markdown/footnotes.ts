// Footnotes are shown where they are written. The usual section at the end would follow each block, because blocks are rendered
// one by one.

/** The parts of a Markdown node that are used here. */
interface MarkdownNode {
  type: string;
  value?: string;
  label?: string | null;
  identifier?: string;
  children?: MarkdownNode[];
  data?: { readonly hName: string; readonly hProperties?: { readonly className: readonly string[] } };
}

const REFERENCE = /\[\^([^\]\s]{1,100})\]/g;

/** A remark plugin: references become superscripts, and definitions become paragraphs with their label. */
export function plainFootnotes(): (tree: MarkdownNode) => void {
  return convertChildren;
}

function convertChildren(parent: MarkdownNode): void {
  parent.children =
    parent.children?.flatMap((node) => {
      if (node.type === 'text') return convertText(node);
      if (node.type === 'footnoteReference') return [toSuperscript(node.label ?? node.identifier ?? '')];
      convertChildren(node);
      return node.type === 'footnoteDefinition' ? [convertDefinition(node)] : [node];
    }) ?? [];
}

/** A reference whose definition is in another block is still text. */
function convertText({ value = '', ...node }: MarkdownNode): readonly MarkdownNode[] {
  const nodes: MarkdownNode[] = [];
  let at = 0;
  for (const { 0: reference, 1: label = '', index } of value.matchAll(REFERENCE)) {
    nodes.push({ ...node, value: value.slice(at, index) }, toSuperscript(label));
    at = index + reference.length;
  }
  return [...nodes, { ...node, value: value.slice(at) }];
}

function convertDefinition({ label, identifier = '', children = [] }: MarkdownNode): MarkdownNode {
  const [first, ...rest] = children;
  const number = toSuperscript(label ?? identifier);
  const start: MarkdownNode =
    first?.type === 'paragraph'
      ? { ...first, children: [number, { type: 'text', value: ' ' }, ...(first.children ?? [])] }
      : { type: 'paragraph', children: [number] };
  const others = first?.type === 'paragraph' || first === undefined ? rest : children;
  return {
    type: 'footnote',
    data: { hName: 'div', hProperties: { className: ['footnote'] } },
    children: [start, ...others],
  };
}

function toSuperscript(label: string): MarkdownNode {
  return { type: 'superscript', data: { hName: 'sup' }, children: [{ type: 'text', value: label }] };
}
