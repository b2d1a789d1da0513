// Looks at a merge patch before it is sent.

/** What is wrong with the text, or undefined. */
export function patchProblem(text: string): string | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      return 'Write an object: { "name": value }';
    return Object.keys(value).length === 0 ? 'Name at least one value.' : undefined;
  } catch (error) {
    return `This is not JSON: ${error instanceof Error ? error.message : String(error)}`;
  }
}
