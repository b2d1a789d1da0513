// Tabs for views, and the segmented control for settings.
import { RadioGroup, Tabs as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { cx } from './class-names.ts';

/** One tab. */
export interface TabItem<T extends string = string> {
  readonly id: T;
  readonly label: string;
  readonly icon?: ReactNode;
  readonly badge?: ReactNode;
}

interface TabsProps<T extends string> {
  readonly label: string;
  readonly tabs: readonly TabItem<T>[];
  readonly value: T;
  readonly onChange: (id: T) => void;
  /** The panel of the selected tab. */
  readonly children?: ReactNode;
  readonly className?: string;
  readonly actions?: ReactNode;
}

/** A row of tabs, with the panel of the selected one. */
export function Tabs<T extends string>({ label, tabs, value, onChange, children, className, actions }: TabsProps<T>) {
  return (
    <Radix.Root
      value={value}
      onValueChange={(id) => onChange(tabs.find((tab) => tab.id === id)?.id ?? value)}
      className={cx('flex min-h-0 flex-col', className)}
    >
      <div className="@container flex min-h-10 shrink-0 items-stretch border-b border-line px-2">
        <Radix.List aria-label={label} className="flex min-w-0 flex-1 gap-1 overflow-x-auto overflow-y-hidden">
          {tabs.map((tab) => (
            <Radix.Trigger
              key={tab.id}
              value={tab.id}
              className="relative inline-flex items-center gap-1.5 px-2.5 text-sm text-ink-soft transition-colors outline-offset-[-3px] hover:text-ink data-[state=active]:font-medium @max-md:px-1.5 data-[state=active]:text-ink data-[state=active]:after:absolute data-[state=active]:after:inset-x-2 data-[state=active]:after:-bottom-px data-[state=active]:after:h-0.5 data-[state=active]:after:rounded-full data-[state=active]:after:bg-accent"
            >
              <span className="contents @max-md:hidden">{tab.icon}</span>
              {tab.label}
              {tab.badge}
            </Radix.Trigger>
          ))}
        </Radix.List>
        {actions === undefined ? null : <div className="flex items-center gap-1">{actions}</div>}
      </div>
      <Radix.Content value={value} tabIndex={-1} className="flex min-h-0 flex-1 flex-col outline-none">
        {children}
      </Radix.Content>
    </Radix.Root>
  );
}

interface SegmentedProps<T extends string> {
  readonly label: string;
  readonly options: readonly { readonly value: T; readonly label: string; readonly icon?: ReactNode }[];
  readonly value: T;
  readonly onChange: (value: T) => void;
}

/** A few choices side by side, of which one is selected. */
export function Segmented<T extends string>({ label, options, value, onChange }: SegmentedProps<T>) {
  return (
    <RadioGroup.Root
      aria-label={label}
      value={value}
      onValueChange={(next) => onChange(options.find((option) => option.value === next)?.value ?? value)}
      className="inline-flex rounded-md bg-sunken p-0.5 ring-1 ring-line"
    >
      {options.map((option) => (
        <RadioGroup.Item
          key={option.value}
          value={option.value}
          className="inline-flex h-6.5 items-center gap-1.5 rounded-sm px-2.5 text-xs text-ink-soft transition-colors hover:text-ink data-[state=checked]:bg-raised data-[state=checked]:font-medium data-[state=checked]:text-ink data-[state=checked]:shadow-low"
        >
          {option.icon}
          {option.label}
        </RadioGroup.Item>
      ))}
    </RadioGroup.Root>
  );
}
