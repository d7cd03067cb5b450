/**
 * The public surface: a change of it is a visible diff here, and every type that a signature names has a name
 * that a notebook's cell can be compiled with.
 */
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import * as skyframe from '../lib/index.js';

const entry = fileURLToPath(new URL('../dist/index.d.ts', import.meta.url));

describe('the public surface', () => {
  it('exports these values', () => {
    expect(Object.keys(skyframe).sort()).toMatchInlineSnapshot(`
      [
        "ACS_WFC_ENCIRCLED_ENERGY",
        "Catalog",
        "EmpiricalCorrection",
        "Figure",
        "FitsFile",
        "FitsReport",
        "FitsWriter",
        "Frame",
        "FrameSeries",
        "GrowthCurve",
        "Header",
        "LightCurve",
        "Lists",
        "Measurements",
        "PhotometryError",
        "PixelFlag",
        "SkyShift",
        "SourceFlag",
        "Summary",
        "Table",
        "UNUSABLE_PIXEL",
        "Vectors",
        "Viewer",
        "acsRates",
        "addSeconds",
        "airmassAt",
        "altitudeAzimuth",
        "apertureCorrection",
        "appendFits",
        "arcmin",
        "arcsec",
        "at",
        "atEpoch",
        "barycentricInstant",
        "bestRadius",
        "bjdTdb",
        "calibrate",
        "chooseComparisons",
        "combineImages",
        "correctAperture",
        "count",
        "createFits",
        "cumulative",
        "daofind",
        "describeFlags",
        "describeFrame",
        "detectSources",
        "difference",
        "display",
        "distinct",
        "empiricalCorrection",
        "encircledEnergy",
        "encodeFits",
        "ensemblePhotometry",
        "finalizeHst",
        "findBrightStars",
        "findClouds",
        "first",
        "fitProfile",
        "formatAngle",
        "formatIso",
        "fromFitsjs",
        "headerTable",
        "histogram",
        "hjdUtc",
        "instantFromIso",
        "instantFromJd",
        "instantFromMjd",
        "jdOf",
        "last",
        "lightTravelTime",
        "mad",
        "matchAsterisms",
        "matchPixel",
        "matchSelf",
        "matchSky",
        "max",
        "mean",
        "measureApertures",
        "measureBackground",
        "measureFwhm",
        "median",
        "min",
        "offsetBy",
        "openFits",
        "openFrame",
        "openSeries",
        "parseAngle",
        "parseWcs",
        "photonTransfer",
        "positionAngle",
        "quantile",
        "radiusOfEnergy",
        "readImage",
        "readTable",
        "registerFormat",
        "registerTelescope",
        "rolling",
        "scatter",
        "scintillationError",
        "separation",
        "shift",
        "skyOffset",
        "starInFrames",
        "std",
        "subtractSky",
        "sum",
        "summary",
        "telescopes",
        "toFlux",
        "toMagnitudes",
        "toScale",
        "updateHeader",
        "verifyFits",
        "wcsFromMatrix",
        "weightedMean",
        "windowedCentroid",
        "writeFits",
        "writeTable",
        "zeroPoint",
      ]
    `);
  });

  it('exports every type that its own signatures name', () => {
    const program = ts.createProgram([entry], {
      module: ts.ModuleKind.NodeNext,
      moduleResolution: ts.ModuleResolutionKind.NodeNext,
      target: ts.ScriptTarget.ES2022,
      lib: ['lib.es2022.d.ts'],
      types: [],
      noEmit: true,
    });
    const checker = program.getTypeChecker();
    const file = program.getSourceFile(entry);
    expect(file, 'npm test builds dist first').toBeDefined();
    const resolve = (symbol: ts.Symbol): ts.Symbol =>
      symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
    const exported = new Set(checker.getExportsOfModule(checker.getSymbolAtLocation(file!)!).map(resolve));
    const missing = new Map<string, string>();
    const visit = (node: ts.Node, owner: string): void => {
      const isPrivate =
        ts.canHaveModifiers(node) &&
        (ts.getModifiers(node) ?? []).some(({ kind }) => kind === ts.SyntaxKind.PrivateKeyword);
      if (isPrivate) return;
      const name = ts.isTypeReferenceNode(node)
        ? node.typeName
        : ts.isExpressionWithTypeArguments(node)
          ? node.expression
          : null;
      const found = name && checker.getSymbolAtLocation(name);
      if (found) {
        const symbol = resolve(found);
        const ours = symbol.declarations?.some(
          declaration =>
            declaration.getSourceFile().fileName.includes('/dist/') && !ts.isTypeParameterDeclaration(declaration),
        );
        if (ours && !exported.has(symbol) && !missing.has(symbol.name)) missing.set(symbol.name, owner);
      }
      ts.forEachChild(node, child => visit(child, owner));
    };
    for (const symbol of exported) for (const declaration of symbol.declarations ?? []) visit(declaration, symbol.name);
    expect([...missing].map(([name, owner]) => `${name}, used by ${owner}`).sort()).toEqual([]);
  });
});
