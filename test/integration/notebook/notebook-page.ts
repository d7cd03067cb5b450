/**
 * A notebook in chromium, driven like a user would: keys, buttons and visible text.
 *
 * @module
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';

/** Folder for screenshots; none are taken by default. */
const SCREENSHOTS = process.env.SKYFRAME_SCREENSHOTS;
/** Generous, because CI machines are slow [ms]. */
const PATIENCE = 60_000;

/** One open notebook. */
export class NotebookPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
    page.setDefaultTimeout(PATIENCE);
  }

  /** Opens a notebook and waits until its kernel is ready. */
  async open(address: string): Promise<void> {
    await this.page.goto(address);
    await this.cell(0).waitFor();
    await this.idle();
  }

  /** Waits until the kernel is idle and no cell is pending. */
  async idle(timeout: number = PATIENCE): Promise<void> {
    await this.page.waitForFunction(
      `document.querySelector('.kernel_idle_icon') !== null && document.querySelector('.code_cell.running') === null`,
      undefined,
      { timeout },
    );
  }

  /** Clicks the toolbar button of an action. */
  async press(action: string): Promise<void> {
    await this.page.locator(`#maintoolbar [data-jupyter-action="jupyter-notebook:${action}"]`).click();
  }

  /** Saves the notebook. */
  async save(): Promise<void> {
    const saved = this.page.waitForResponse(
      response => response.request().method() === 'PUT' && response.url().includes('/api/contents/'),
    );
    await this.press('save-notebook');
    await saved;
  }

  /** Cell > Run All, waiting until it finishes. */
  async runAll(): Promise<void> {
    await this.page.locator('#celllink').click();
    await this.page.locator('#run_all_cells').click();
    await this.idle();
  }

  /** The code cell at `index`, from 0. Negative numbers count from the end. */
  cell(index: number): Locator {
    return this.page.locator('#notebook-container > .code_cell').nth(index);
  }

  /** The number of cells. */
  count(): Promise<number> {
    return this.page.locator('#notebook-container > .cell').count();
  }

  /** The visible text of an element, or an empty string if it does not exist. */
  async text(place: Locator): Promise<string> {
    return (await place.allInnerTexts()).join('\n').replaceAll('\u00a0', ' ');
  }

  /** The visible text of a cell's output. */
  output(cell: Locator): Promise<string> {
    return this.text(cell.locator('.output_area'));
  }

  /** The index of the last code cell. */
  async last(): Promise<number> {
    return (await this.page.locator('#notebook-container > .code_cell').count()) - 1;
  }

  /** Adds a cell at the end and types into it. */
  async type(code: string): Promise<Locator> {
    await this.cell(-1).locator('.input_prompt').click();
    await this.page.keyboard.press('b');
    await this.page.keyboard.press('Enter');
    await this.page.keyboard.type(code);
    return this.cell(await this.last());
  }

  /** Runs the focused cell and keeps the focus, without waiting. */
  async start(): Promise<void> {
    await this.page.keyboard.press('Control+Enter');
  }

  /** Types a cell, runs it and returns its output. */
  async run(code: string): Promise<string> {
    const cell = await this.type(code);
    await this.start();
    await this.idle();
    return this.output(cell);
  }

  /** Saves a screenshot in the folder `SKYFRAME_SCREENSHOTS`, if set. */
  async look(name: string): Promise<void> {
    if (!SCREENSHOTS) return;
    mkdirSync(SCREENSHOTS, { recursive: true });
    await this.page.screenshot({ path: join(SCREENSHOTS, `notebook-${name}.png`) });
  }
}
