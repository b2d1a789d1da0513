// Symbols are found by the form of their declarations, in the languages that people use most.
import { expect, it } from 'vitest';
import { ManualClock } from '#tests/support/core/manual-clock.ts';
import { createMemoryMachine } from '#tests/support/memory-machine.ts';
import { candidatePattern, findSymbols } from './find-symbols.ts';

async function find(files: Readonly<Record<string, string>>, query: string, limit = 50) {
  const machine = createMemoryMachine();
  for (const [path, text] of Object.entries(files)) await machine.write(path, text);
  return findSymbols(machine, query, limit, { signal: new AbortController().signal, clock: new ManualClock() });
}

/** The lines of a file that declare something with "widget" in its name. A line that should ends with `//` or `#` and the kind. */
async function expectMarked(path: string, text: string): Promise<void> {
  const lines = text.split('\n');
  const expected = lines.flatMap((line, at) => {
    const kind = /(?:\/\/|#) (function|class|type)$/.exec(line)?.[1];
    return kind === undefined ? [] : [`${at + 1} ${kind}`];
  });
  const code = lines.map((line) => line.replace(/\s*(?:\/\/|#) (?:function|class|type)$/, '')).join('\n');
  const { symbols } = await find({ [path]: code }, 'widget');
  const found = symbols.toSorted((a, b) => a.line - b.line).map(({ line, kind }) => `${line} ${kind}`);
  expect(found).toEqual(expected);
}

it.each([
  [
    'TypeScript',
    'a.ts',
    `import { widget } from './widget.ts';
export async function makeWidget<T>(of: T): Promise<void> { // function
  const widget = makeWidget(1);
  if (isWidget(widget)) {
    return drawWidget(widget, () => {
    });
  }
}
export default class Widget extends Base { // class
  #widget = 1;
  private async drawWidget(size: number): Promise<void> { // function
    this.sizeWidget(size);
  }
  get widget() { // function
    return this.#widget;
  }
}
export interface WidgetOptions { // type
  readonly widget: string;
}
export type WidgetId = string; // type
export const toWidget = (id: string): Widget => new Widget(id); // function
const widgetCount = 3;
const widgetSum = (1 + 2) * 3;
export const enum WidgetKind { // type
}
// the widget type is a widget`,
  ],
  [
    'Python',
    'a.py',
    `from widgets import widget
class Widget(Base): # class
    def draw_widget(self, size): # function
        widget = make_widget(size)
        return widget(size)

    async def load_widget(self): # function
        pass
type WidgetId = str # type`,
  ],
  [
    'Go',
    'a.go',
    `package widget
type Widget struct { // type
}
type WidgetDrawer interface { // type
func NewWidget(size int) *Widget { // function
	widget := makeWidget(size)
	return drawWidget(widget)
}
func (w *Widget) DrawWidget() error { // function
func MapWidget[T any](w T) T { // function`,
  ],
  [
    'Rust',
    'a.rs',
    `use crate::widget::Widget;
pub struct Widget<'a> { // type
pub(crate) enum WidgetKind { // type
pub trait DrawWidget { // type
    fn draw_widget(&self) -> Result<(), Error>; // function
impl Widget<'_> {
    pub async unsafe fn load_widget() { // function
        let widget = make_widget();
    }
}
macro_rules! widget { // function`,
  ],
  [
    'Java',
    'a.java',
    `import widgets.Widget;
@Entity
public final class Widget extends Base { // class
    private final Widget widget = new Widget();
    public Widget(int size) { // function
        this.widget = makeWidget(size);
        drawWidget(size);
        return sizeWidget(size);
    }
    public static <T> List<Widget> allWidgets(T of) throws IOException { // function
        throw new WidgetException("widget");
    }
    Widget copyWidget() { // function
}
public interface WidgetStore { // type
    Widget findWidget(String id); // function
}
public record WidgetId(String id) {} // type`,
  ],
  [
    'C#',
    'a.cs',
    `internal sealed class Widget : Base // class
{
    public override async Task<Widget> LoadWidget(int size) // function
    {
        var widget = await MakeWidget(size);
    }
}
public readonly record struct WidgetId(string Value); // type`,
  ],
  [
    'Kotlin',
    'a.kt',
    `data class Widget(val size: Int) // class
fun Widget.drawWidget(): Unit { // function
    val widget = makeWidget()
}
object WidgetStore // type`,
  ],
  [
    'Swift',
    'a.swift',
    `public final class Widget { // class
    public func drawWidget(size: Int) { // function
        let widget = makeWidget()
protocol WidgetStore { // type`,
  ],
  [
    'Ruby',
    'a.rb',
    `module Widgets # type
  class Widget < Base # class
    def self.make_widget(size) # function
      widget = draw_widget(size)
    def widget? # function`,
  ],
  [
    'PHP',
    'a.php',
    `final class Widget extends Base { // class
    public static function makeWidget(int $size): self { // function
        $widget = drawWidget($size);
interface WidgetStore { // type`,
  ],
  [
    'C++',
    'a.cpp',
    `class Widget : public Base { // class
struct WidgetSize { // type
static int make_widget(int size) // function
{
  Widget widget(size);
  draw_widget(size);
}
void Widget::drawWidget(int size) { // function
#define WIDGET_MAX(a) 3 // function
#define WIDGET_COUNT 3`,
  ],
  ['shell', 'a.sh', 'make_widget() { # function\n  draw_widget "$1"\nfunction size_widget { # function'],
] as const)('finds the functions, classes, and types of %s, and neither calls nor variables', (_, path, text) =>
  expectMarked(path, text),
);

it('returns names that are equal or start with the query first, with their places', async () => {
  const files = { 'src/b.ts': 'export function reparse() {}\nclass Parser {}\n', 'a.py': '\n  def parse(x):\n' };
  expect(await find(files, 'PARSE')).toEqual({
    symbols: [
      { name: 'parse', kind: 'function', path: 'a.py', line: 2, text: 'def parse(x):' },
      { name: 'Parser', kind: 'class', path: 'src/b.ts', line: 2, text: 'class Parser {}' },
      { name: 'reparse', kind: 'function', path: 'src/b.ts', line: 1, text: 'export function reparse() {}' },
    ],
    truncated: false,
  });
  expect(await find(files, 'parse', 1)).toMatchObject({ symbols: [{ name: 'parse' }], truncated: true });
});

it('finds a name that is equal to the query among thousands that contain it', async () => {
  const many = Array.from({ length: 3_000 }, (_, at) => `export function set${at}() {}`).join('\n');
  const { symbols, truncated } = await find(
    { 'a.ts': many, 'z.go': '\nfunc (s *Store) Set(key string) {\n' },
    'set',
    3,
  );
  expect(symbols[0]).toMatchObject({ name: 'Set', path: 'z.go', line: 2 });
  expect([symbols.length, truncated]).toEqual([3, true]);
});

it('searches only source files, and not ignored ones', async () => {
  const files = { 'notes.md': 'class Seed {}', '.gitignore': 'built/\n', 'built/a.js': 'class Seed {}' };
  expect(await find(files, 'seed')).toEqual({ symbols: [], truncated: false });
});

it('takes the query literally', async () => {
  expect((await find({ 'a.ts': 'class Seed {}\n' }, 'S.*d')).symbols).toEqual([]);
  expect((await find({ 'a.rb': 'def seed?\n' }, 'seed?')).symbols).toHaveLength(1);
});

it('looks for candidates with a pattern of allowed length, however long the query is', () => {
  expect(candidatePattern('.'.repeat(100)).length).toBeLessThanOrEqual(1000);
});
