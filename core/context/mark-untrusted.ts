// Marks text that nobody vouches for, so that it can't be mistaken for what the user says.

/** The text between tags. It can't end them early. */
export function mark(tag: string, text: string, attributes: Readonly<Record<string, string>> = {}): string {
  const facts = Object.entries(attributes).map(([name, value]) => ` ${name}=${JSON.stringify(value)}`);
  const inner = text.replaceAll(/<(\/?)(untrusted-|file\b)/gi, '<$1 $2');
  return `<${tag}${facts.join('')}>\n${inner}\n</${tag}>`;
}
