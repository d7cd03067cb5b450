"""The conformance suite of the Jupyter project run on our kernel, with samples for all of its tests.

Run with Debian's python3-jupyter-kernel-test; the kernelspec must be on JUPYTER_PATH.
"""

import unittest

import jupyter_kernel_test


class SkyframeKernelTests(jupyter_kernel_test.KernelTests):
    kernel_name = "skyframe"
    language_name = "typescript"
    file_extension = ".ts"

    code_hello_world = "console.log('hello, world')"
    code_stderr = "console.error('clouds')"

    completion_samples = [
        {"text": "Math.hy", "matches": {"hypot"}},
        {"text": "registerComm", "matches": {"registerCommTarget"}},
        {"text": "const n: number = 1; n.toFi", "matches": {"toFixed"}},
        {"text": "[1, 2].findLas", "matches": {"findLast", "findLastIndex"}},
    ]

    complete_code_samples = [
        "1 + 1",
        "const flux = [1, 2, 3];",
        "for (const star of [1, 2]) {\n  console.log(star);\n}",
        "await Promise.resolve(3)",
        "for await (const frame of []) {}",
        "const twice = <T>(value: T) => [value, value];",
        "// a comment\n",
        "Math.max?",
        "",
    ]
    incomplete_code_samples = [
        "for (const star of [1, 2]) {",
        "const flux = [1, 2,",
        "function measure(radius: number",
        "const text = `a line",
        "/* a comment",
        "1 +",
        "const frames = await",
    ]
    invalid_code_samples = [
        "const = 3",
        "1 + * 2",
        "const text = 'not closed",
        "}",
        "let x: = 3",
        "for (const star of [1, 2])) {}",
    ]

    code_page_something = "Math.hypot?"
    code_generate_error = "throw new RangeError('outside the frame')"
    code_clear_output = "console.log('gone'); clearOutput()"
    code_inspect_sample = "Math.hypot"

    code_execute_result = [
        {"code": "6 * 7", "result": "42"},
        {"code": "'a' + 'b'", "result": "'ab'"},
        {"code": "[1, 2, 3].map(n => n * n)", "result": "[ 1, 4, 9 ]"},
        {"code": "await Promise.resolve({ flux: 2.5 })", "result": "{ flux: 2.5 }"},
        {
            "code": "({ [Symbol.for('Jupyter.display')]: () => ({ 'text/html': '<b>3</b>' }) })",
            "mime": "text/html",
            "result": "<b>3</b>",
        },
    ]
    code_display_data = [
        {"code": "display('a value'); 0", "mime": "text/plain"},
        {
            "code": "display({ [Symbol.for('Jupyter.display')]: () => ({ 'text/html': '<i>x</i>' }) }); 0",
            "mime": "text/html",
        },
        {
            "code": "import * as Plot from '@observablehq/plot';\ndisplay(Plot.plot({ marks: [Plot.dot([[1, 2]])] })); 0",
            "mime": "image/svg+xml",
        },
        {"code": "display(new Uint8Array([137, 80, 78, 71, 13, 10, 26, 10])); 0", "mime": "image/png"},
    ]

    supported_history_operations = ("tail", "range", "search")
    # The last subtest requires three matches: this pattern matches each run of the second sample.
    code_history_pattern = "'a' +*"


if __name__ == "__main__":
    unittest.main(verbosity=2)
