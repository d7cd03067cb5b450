/**
 * A notebook in chromium, used as a person uses it: keys, buttons, and what can be seen.
 *
 * @module
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';

/** Where to leave screenshots to look at; none by default. */
const SCREENSHOTS = process.env.SKYFRAME_SCREENSHOTS;
/** Machines of CI are slow [ms]. */
const PATIENCE = 60_000;

/** One open notebook. */
export class NotebookPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
    page.setDefaultTimeout(PATIENCE);
  }

  /** Opens a notebook and waits until its kernel is there. */
  async open(address: string): Promise<void> {
    await this.page.goto(address);
    await this.cell(0).waitFor();
    await this.idle();
  }

  /** Waits until the kernel has nothing to do and no cell waits for it. */
  async idle(timeout: number = PATIENCE): Promise<void> {
    await this.page.waitForFunction(
      `document.querySelector('.kernel_idle_icon') !== null && document.querySelector('.code_cell.running') === null`,
      undefined,
      { timeout },
    );
  }

  /** Presses a button of the tool bar, by the action it stands for. */
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

  /** Cell > Run All, to its end. */
  async runAll(): Promise<void> {
    await this.page.locator('#celllink').click();
    await this.page.locator('#run_all_cells').click();
    await this.idle();
  }

  /** The code cell number `index`, from 0; negative numbers count from the end. */
  cell(index: number): Locator {
    return this.page.locator('#notebook-container > .code_cell').nth(index);
  }

  /** How many cells there are. */
  count(): Promise<number> {
    return this.page.locator('#notebook-container > .cell').count();
  }

  /** What can be read in a place; empty if it is not there. */
  async text(place: Locator): Promise<string> {
    return (await place.allInnerTexts()).join('\n').replaceAll('\u00a0', ' ');
  }

  /** What a cell has put out, as it can be read. */
  output(cell: Locator): Promise<string> {
    return this.text(cell.locator('.output_area'));
  }

  /** The number of the last code cell. */
  async last(): Promise<number> {
    return (await this.page.locator('#notebook-container > .code_cell').count()) - 1;
  }

  /** Puts a new cell at the end and types into it. */
  async type(code: string): Promise<Locator> {
    await this.cell(-1).locator('.input_prompt').click();
    await this.page.keyboard.press('b');
    await this.page.keyboard.press('Enter');
    await this.page.keyboard.type(code);
    return this.cell(await this.last());
  }

  /** Runs the cell with the focus and stays in it, without waiting. */
  async start(): Promise<void> {
    await this.page.keyboard.press('Control+Enter');
  }

  /** Types a cell, runs it to its end, gives what it has put out. */
  async run(code: string): Promise<string> {
    const cell = await this.type(code);
    await this.start();
    await this.idle();
    return this.output(cell);
  }

  /** Leaves a screenshot where `SKYFRAME_SCREENSHOTS` says. */
  async look(name: string): Promise<void> {
    if (!SCREENSHOTS) return;
    mkdirSync(SCREENSHOTS, { recursive: true });
    await this.page.screenshot({ path: join(SCREENSHOTS, `notebook-${name}.png`) });
  }
}
