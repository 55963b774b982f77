import { type Chart, note, visualization } from './chart';
import { field } from './fields';
import type { Reference, SavedObject } from './saved-object';

/** A panel's place: Kibana's grid is 48 wide. Panels follow each other from left to right, row by row. */
export type Panel = { readonly name: string; readonly width: number; readonly height: number } & (
  | { readonly title: string; readonly chart: Chart; readonly only?: string }
  | { readonly note: string }
  | { readonly search: string }
);

export type Board = {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly dataView: 'mentions' | 'mentions-collected';
  /** What is shown when the board is opened, such as `now-24h`. */
  readonly from: string;
  /** Fields that people pick values of, by label. */
  readonly controls: Readonly<Record<string, string>>;
  readonly panels: readonly Panel[];
};

const GRID_WIDTH = 48;
const REFRESH_MS = 60_000;

/** The objects of a board, its panels first. Ids begin with `prefix`. */
export function boardObjects(board: Board, prefix: string): SavedObject[] {
  const dataView = `${prefix}-${board.dataView}`;
  const placed = placePanels(board.panels).map(({ panel, grid }, index): Placed => {
    const id = 'search' in panel ? `${prefix}-${panel.search}` : `${prefix}-${board.name}-${panel.name}`;
    const type = 'search' in panel ? 'search' : 'visualization';
    return { panel, grid, target: { type, id }, key: String(index + 1) };
  });
  const charts = placed.flatMap(({ panel, target }) => {
    if ('chart' in panel) {
      const title = `[Vigie] ${board.title}: ${panel.title}`;
      return [visualization(target.id, title, panel.chart, { dataView, only: panel.only })];
    }
    return 'note' in panel ? [note(target.id, `[Vigie] ${board.title}: notes`, panel.note)] : [];
  });
  return [...charts, dashboard(board, placed, prefix)];
}

type Placed = {
  readonly panel: Panel;
  readonly grid: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly target: Pick<Reference, 'type' | 'id'>;
  /** The panel's own name on its board. */
  readonly key: string;
};

function dashboard(board: Board, placed: readonly Placed[], prefix: string): SavedObject {
  const controls = controlGroup(board.controls, `${prefix}-${board.dataView}`);
  return {
    type: 'dashboard',
    id: `${prefix}-${board.name}`,
    attributes: {
      ...{ title: `[Vigie] ${board.title}`, description: board.description, version: 1 },
      ...{ timeRestore: true, timeFrom: board.from, timeTo: 'now' },
      refreshInterval: { pause: false, value: REFRESH_MS },
      controlGroupInput: controls.input,
      optionsJSON: JSON.stringify({
        ...{ useMargins: true, syncColors: true, syncCursor: true, syncTooltips: false },
        hidePanelTitles: false,
      }),
      panelsJSON: JSON.stringify(placed.map(panelJson)),
      kibanaSavedObjectMeta: { searchSourceJSON: '{"query":{"query":"","language":"kuery"},"filter":[]}' },
    },
    references: [
      ...placed.map(({ key, target }): Reference => ({ name: `${key}:panel_${key}`, ...target })),
      ...controls.references,
    ],
  };
}

function panelJson({ panel, grid, target, key }: Placed) {
  return {
    type: target.type,
    panelIndex: key,
    panelRefName: `panel_${key}`,
    gridData: { ...grid, i: key },
    embeddableConfig: { enhancements: {}, ...('note' in panel && { hidePanelTitles: true }) },
    ...('title' in panel && { title: panel.title }),
  };
}

function placePanels(panels: readonly Panel[]) {
  let x = 0;
  let y = 0;
  let rowHeight = 0;
  return panels.map((panel) => {
    if (x + panel.width > GRID_WIDTH) {
      y += rowHeight;
      x = 0;
      rowHeight = 0;
    }
    const grid = { x, y, w: panel.width, h: panel.height };
    x += panel.width;
    rowHeight = Math.max(rowHeight, panel.height);
    return { panel, grid };
  });
}

function controlGroup(controls: Board['controls'], dataView: string) {
  const entries = Object.entries(controls).map(([title, name], order) => {
    const id = `control-${order + 1}`;
    const explicitInput = {
      id,
      fieldName: field(name, 'split'),
      title,
      selectedOptions: [],
      enhancements: {},
    };
    const control = { type: 'optionsListControl', order, grow: true, width: 'medium', explicitInput };
    const reference: Reference = {
      name: `controlGroup_${id}:optionsListDataView`,
      type: 'index-pattern',
      id: dataView,
    };
    return { id, control, reference };
  });
  return {
    input: {
      controlStyle: 'oneLine',
      chainingSystem: 'HIERARCHICAL',
      panelsJSON: JSON.stringify(Object.fromEntries(entries.map(({ id, control }) => [id, control]))),
      ignoreParentSettingsJSON: JSON.stringify({
        ...{ ignoreFilters: false, ignoreQuery: false, ignoreTimerange: false, ignoreValidations: false },
      }),
    },
    references: entries.map(({ reference }) => reference),
  };
}
