// The icon of a kind of tool.
import {
  CircleHelp,
  FileSearch,
  FileText,
  FolderTree,
  Globe,
  ListChecks,
  Pencil,
  FilePlus2,
  SquareTerminal,
  Wrench,
  type LucideIcon,
} from 'lucide-react';
import type { ToolKind } from './tool-summary.ts';

const ICONS: Readonly<Record<ToolKind, LucideIcon>> = {
  command: SquareTerminal,
  read: FileText,
  write: FilePlus2,
  edit: Pencil,
  list: FolderTree,
  search: FileSearch,
  page: Globe,
  plan: ListChecks,
  ask: CircleHelp,
  other: Wrench,
};

/** Decorative: the line has text. */
export function ToolIcon({ kind, className }: { readonly kind: ToolKind; readonly className?: string }) {
  const Icon = ICONS[kind];
  return <Icon size={14} aria-hidden className={className} />;
}
