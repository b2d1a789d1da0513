// The outline of JSON values: which fields, of which types, always there or not. It keeps no text but words of the protocol.

/**
 * A shape, as JSON: `"string|null"` for types, `"=word"` for a fixed word, `[item]` for a list, fields by name with `?` for those
 * that are not always there, `{"@role": …}` for rows that are told apart by a field, `{"|": […]}` for either of several.
 */
export type Shape = string | readonly Shape[] | { readonly [field: string]: Shape };

/** Fields whose value is a word of the protocol. */
const WORDS: ReadonlySet<string> = new Set(['type', 'role', 'stream', 'phase', 'state', 'object']);
/** The same, in refusals. */
const REFUSAL_TEXTS: ReadonlySet<string> = new Set(['code', 'reason', 'authReason', 'recommendedNextStep']);
/** Fields that hold data of the user, or of one configuration: only that they are there matters. */
const OPAQUE: ReadonlySet<string> = new Set(
  `config parsed resolved sourceConfig runtimeConfig schema file args arguments input channels channelLabels byModel
  byStatus byRuntime byCode byType permissions health deliveryPreviews`.split(/\s+/),
);
/** Fields that tell rows of one list apart. */
const TELLING = ['role', 'type'] as const;
/** Field that holds one row of a transcript. */
const ROW_FIELD = 'message';
/** Rows of sessions have these; of their other fields, none is always there (facts, section 12). */
const SESSION_MARKS = ['sessionId', 'updatedAt'] as const;
const SESSION_FIELDS: ReadonlySet<string> = new Set(['key', 'kind', ...SESSION_MARKS]);
/** Fields that may be null though the recordings have a number (facts, section 15). */
const NULLABLE: ReadonlySet<string> = new Set(['everyMs', 'nextOffset', 'nextWakeAtMs']);
/** Amounts of money, which are whole only by chance. */
const MONEY = /cost/i;

interface Outline {
  readonly leaves: Set<string>;
  /** How many of the values were plain objects. */
  objects: number;
  readonly fields: Map<string, { seen: number; readonly outline: Outline }>;
  items: Outline | undefined;
  /** Rows by the field that tells them apart and its word. */
  readonly variants: Map<string, Map<string, Outline>>;
}

/** The shape that all values have in common; `optional` fields may be absent even if every value has them. */
export function shapeOf(values: readonly unknown[], isRefusal: boolean, optional: ReadonlySet<string>): Shape {
  const outline = emptyOutline();
  for (const value of values) observe(outline, value, '', isRefusal);
  return shown(outline, optional);
}

function emptyOutline(): Outline {
  return { leaves: new Set(), objects: 0, fields: new Map(), items: undefined, variants: new Map() };
}

function observe(outline: Outline, value: unknown, field: string, isRefusal: boolean): void {
  if (value === undefined) return;
  if (OPAQUE.has(field) && value !== null) return void outline.leaves.add('any');
  if (field === ROW_FIELD && tellingField(value) !== undefined) return observeItem(outline, value, isRefusal);
  if (Array.isArray(value)) {
    outline.items ??= emptyOutline();
    for (const item of value) observeItem(outline.items, item, isRefusal);
  } else if (typeof value === 'object' && value !== null) observeFields(outline, value, isRefusal);
  else outline.leaves.add(leafOf(value, field, isRefusal));
}

function observeItem(items: Outline, item: unknown, isRefusal: boolean): void {
  const told = tellingField(item);
  if (told === undefined) return observe(items, item, '', isRefusal);
  const words = items.variants.get(told.field) ?? new Map<string, Outline>();
  items.variants.set(told.field, words);
  const variant = words.get(told.word) ?? emptyOutline();
  words.set(told.word, variant);
  observe(variant, item, '', isRefusal);
}

function observeFields(outline: Outline, value: object, isRefusal: boolean): void {
  outline.objects += 1;
  for (const [name, item] of Object.entries(value)) {
    const field = outline.fields.get(name) ?? { seen: 0, outline: emptyOutline() };
    outline.fields.set(name, field);
    field.seen += 1;
    observe(field.outline, item, name, isRefusal);
  }
}

function tellingField(item: unknown): { readonly field: string; readonly word: string } | undefined {
  if (typeof item !== 'object' || item === null) return undefined;
  for (const field of TELLING) {
    const word: unknown = Reflect.get(item, field);
    if (typeof word === 'string') return { field, word };
  }
  return undefined;
}

function leafOf(value: unknown, field: string, isRefusal: boolean): string {
  const isWord = WORDS.has(field) || (isRefusal && REFUSAL_TEXTS.has(field));
  if (isWord && typeof value === 'string') return `=${value}`;
  if (typeof value === 'number' && MONEY.test(field)) return 'number';
  return NULLABLE.has(field) && value !== null ? `${typeOf(value)}|null` : typeOf(value);
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  if (typeof value === 'number') return Number.isInteger(value) ? 'int' : 'number';
  return typeof value;
}

function shown(outline: Outline, optional: ReadonlySet<string>): Shape {
  const parts: Shape[] = [];
  if (outline.leaves.size > 0) parts.push([...outline.leaves].toSorted().join('|'));
  if (outline.items !== undefined) parts.push(isEmpty(outline.items) ? [] : [shown(outline.items, optional)]);
  if (outline.objects > 0) parts.push(shownFields(outline, optional));
  for (const [field, words] of outline.variants)
    parts.push({
      [`@${field}`]: Object.fromEntries([...words].map(([word, variant]) => [word, shown(variant, optional)])),
    });
  const [only, ...others] = parts;
  return only === undefined ? 'any' : others.length === 0 ? only : { '|': parts };
}

function shownFields({ fields, objects }: Outline, optional: ReadonlySet<string>): Shape {
  const isSession = SESSION_MARKS.every((name) => fields.has(name));
  const isSure = (name: string, seen: number): boolean =>
    seen === objects && (isSession ? SESSION_FIELDS.has(name) : !optional.has(name));
  return Object.fromEntries(
    [...fields].map(([name, { seen, outline }]) => [isSure(name, seen) ? name : `${name}?`, shown(outline, optional)]),
  );
}

function isEmpty({ leaves, objects, items, variants }: Outline): boolean {
  return leaves.size === 0 && objects === 0 && items === undefined && variants.size === 0;
}

/** Where `value` differs from a recorded shape: `path: why`, one line each. Further fields are no difference. */
export function differences(shape: Shape, value: unknown, path = ''): readonly string[] {
  if (typeof shape === 'string') return fitsLeaf(shape, value) ? [] : [`${path}: ${typeOf(value)}, not ${shape}`];
  if (isList(shape)) return listDifferences(shape, value, path);
  const either = shape['|'];
  if (either !== undefined && isList(either)) return eitherDifferences(either, value, path);
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return [`${path}: ${typeOf(value)}, no object`];
  const telling = TELLING.find((field) => `@${field}` in shape);
  if (telling !== undefined) return variantDifferences(shape[`@${telling}`], Reflect.get(value, telling), value, path);
  return Object.entries(shape).flatMap(([name, field]) => fieldDifferences(name, field, value, path));
}

function isList(shape: Shape): shape is readonly Shape[] {
  return Array.isArray(shape);
}

/** A recording that only has null or nothing does not say of what type the field is. */
function fitsLeaf(shape: string, value: unknown): boolean {
  if (shape === 'null' || shape === 'any') return value !== undefined;
  const type = typeOf(value);
  const wanted = shape.split('|');
  if (wanted.includes(type) || wanted.includes('any')) return true;
  return type === 'int' ? wanted.includes('number') : wanted.includes(`=${String(value)}`);
}

function listDifferences(shape: readonly Shape[], value: unknown, path: string): readonly string[] {
  if (!Array.isArray(value)) return [`${path}: ${typeOf(value)}, no list`];
  const [item] = shape;
  return item === undefined ? [] : value.flatMap((one) => differences(item, one, `${path}[]`));
}

function eitherDifferences(shapes: readonly Shape[], value: unknown, path: string): readonly string[] {
  const tries = shapes.map((shape) => differences(shape, value, path));
  if (tries.some((found) => found.length === 0)) return [];
  return tries.toSorted((one, other) => one.length - other.length)[0] ?? [];
}

function variantDifferences(
  variants: Shape | undefined,
  word: unknown,
  value: unknown,
  path: string,
): readonly string[] {
  if (typeof variants !== 'object' || isList(variants)) return [];
  const variant = variants[String(word)];
  return variant === undefined ? [] : differences(variant, value, `${path}<${String(word)}>`);
}

function fieldDifferences(name: string, field: Shape, value: object, path: string): readonly string[] {
  const isOptional = name.endsWith('?');
  const bare = isOptional ? name.slice(0, -1) : name;
  const own: unknown = Reflect.get(value, bare);
  const at = path === '' ? bare : `${path}.${bare}`;
  if (own === undefined) return isOptional ? [] : [`${at}: missing`];
  return differences(field, own, at);
}
