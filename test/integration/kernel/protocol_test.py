"""Every message type of the Jupyter protocol, sent by Debian's jupyter_client to the running kernel."""

import os
import time
import unittest
from queue import Empty

import zmq
from jupyter_client import KernelManager
from jupyter_kernel_test.msgspec_v5 import schema_fragments, validate_message

TIMEOUT = 60


class KernelCase(unittest.TestCase):
    """One kernel for all tests of a class."""

    @classmethod
    def setUpClass(cls):
        cls.manager = KernelManager(kernel_name="skyframe")
        cls.manager.start_kernel()
        cls.client = cls.manager.client()
        cls.client.start_channels()
        cls.client.wait_for_ready(timeout=60)

    @classmethod
    def tearDownClass(cls):
        cls.client.stop_channels()
        cls.manager.shutdown_kernel(now=True)

    def send(self, msg_type, content, channel="shell"):
        """Sends a request and returns its id."""
        message = self.client.session.msg(msg_type, content)
        getattr(self.client, f"{channel}_channel").send(message)
        return message["header"]["msg_id"]

    def reply(self, msg_id, channel="shell"):
        """The reply to a request, validated against the protocol's schema."""
        while True:
            message = getattr(self.client, f"get_{channel}_msg")(timeout=TIMEOUT)
            if message["parent_header"].get("msg_id") == msg_id:
                return message

    def published(self, msg_id):
        """The messages published for a request, from busy to idle."""
        messages = []
        while True:
            try:
                message = self.client.get_iopub_msg(timeout=TIMEOUT)
            except Empty:
                kinds = [message["msg_type"] for message in messages]
                raise AssertionError(f"after {kinds[:3]} ... {kinds[-3:]} nothing more was published") from None
            if message["parent_header"].get("msg_id") != msg_id:
                continue
            if message["msg_type"] in schema_fragments:
                validate_message(message, message["msg_type"], msg_id)
            messages.append(message)
            if message["msg_type"] == "status" and message["content"]["execution_state"] == "idle":
                return messages

    def run_cell(self, code, **options):
        """Runs a cell and returns the content of its reply, and its outputs as (type, content)."""
        msg_id = self.client.execute(code, **options)
        reply = self.reply(msg_id)
        if reply["content"]["status"] != "aborted":
            validate_message(reply, "execute_reply", msg_id)
        outputs = [
            (message["msg_type"], message["content"])
            for message in self.published(msg_id)
            if message["msg_type"] not in ("status", "execute_input")
        ]
        return reply["content"], outputs

    def result(self, code):
        """The text of a cell's value."""
        _, outputs = self.run_cell(code)
        return outputs[-1][1]["data"]["text/plain"]


class Requests(KernelCase):
    def test_kernel_info_on_both_channels(self):
        for channel in ("shell", "control"):
            msg_id = self.send("kernel_info_request", {}, channel)
            message = self.reply(msg_id, channel)
            validate_message(message, "kernel_info_reply", msg_id)
            content = message["content"]
            self.assertEqual(content["implementation"], "skyframe")
            self.assertEqual(content["protocol_version"], "5.3")
            language = content["language_info"]
            self.assertEqual(language["name"], "typescript")
            self.assertEqual(language["file_extension"], ".ts")
            self.assertEqual(language["mimetype"], "text/typescript")
            self.assertRegex(language["version"], r"^\d+\.\d+")
            self.published(msg_id)

    def test_execute_publishes_in_order(self):
        msg_id = self.client.execute("console.log('a'); 2")
        validate_message(self.reply(msg_id), "execute_reply", msg_id)
        types = [message["msg_type"] for message in self.published(msg_id)]
        self.assertEqual(types, ["status", "execute_input", "stream", "execute_result", "status"])

    def test_user_expressions(self):
        reply, _ = self.run_cell("const five = 5", user_expressions={"more": "five + 1", "bad": "five.x"})
        self.assertEqual(reply["user_expressions"]["more"]["data"], {"text/plain": "6"})
        self.assertEqual(reply["user_expressions"]["bad"]["status"], "error")

    def test_silent_cells_are_not_counted_and_show_no_result(self):
        before, _ = self.run_cell("0")
        silent, outputs = self.run_cell("console.log('heard'); 1", silent=True)
        after, _ = self.run_cell("0")
        self.assertEqual([kind for kind, _ in outputs], ["stream"])
        self.assertEqual(silent["status"], "ok")
        self.assertEqual(after["execution_count"], before["execution_count"] + 1)

    def test_error(self):
        reply, outputs = self.run_cell("throw new TypeError('no such frame')")
        self.assertEqual((reply["ename"], reply["evalue"]), ("TypeError", "no such frame"))
        self.assertEqual(outputs[0][0], "error")
        self.assertEqual(outputs[0][1]["traceback"], reply["traceback"])

    def test_error_aborts_what_waits(self):
        ids = [self.client.execute(code) for code in ("throw new Error('x')", "1", "2")]
        contents = [self.reply(msg_id)["content"] for msg_id in ids]
        self.assertEqual([content["status"] for content in contents], ["error", "aborted", "aborted"])
        for content in contents:
            self.assertIsInstance(content["execution_count"], int)
        self.published(ids[-1])

    def test_errors_allowed_run_on(self):
        ids = [self.client.execute(code, stop_on_error=False) for code in ("throw new Error('x')", "7")]
        self.assertEqual([self.reply(msg_id)["content"]["status"] for msg_id in ids], ["error", "ok"])
        self.published(ids[-1])

    def test_complete_names_kinds_and_order(self):
        columns = "".join(f"column{i}: [1], " for i in range(30))
        self.run_cell(f"const table = {{ {columns}sort(): number {{ return 1; }} }};")
        code = "const star = '\u2b50\U0001f52d'; table."
        msg_id = self.client.complete(code, len(code))
        message = self.reply(msg_id)
        validate_message(message, "complete_reply", msg_id)
        content = message["content"]
        self.assertEqual(sorted(content["matches"]), sorted([f"column{i}" for i in range(30)] + ["sort"]))
        self.assertEqual((content["cursor_start"], content["cursor_end"]), (len(code), len(code)))
        kinds = {item["text"]: item["type"] for item in content["metadata"]["_jupyter_types_experimental"]}
        self.assertEqual((kinds["column3"], kinds["sort"]), ("property", "method"))

    def test_complete_puts_what_begins_so_first(self):
        self.run_cell("const zeta = { fluxErr: 1, flux: 2, aFlux: 3, Fluxes: 4 };")
        content = self.reply(self.client.complete("zeta.flux", 9))["content"]
        self.assertEqual(content["matches"][:2], ["flux", "fluxErr"])
        self.assertEqual(content["cursor_start"], 5)

    def test_inspect(self):
        self.run_cell("/** Flux of a star [electron]. */\nfunction fluxOf(star: number): number { return star; }")
        msg_id = self.client.inspect("fluxOf(3)", 7)
        message = self.reply(msg_id)
        validate_message(message, "inspect_reply", msg_id)
        data = message["content"]["data"]
        self.assertIn("fluxOf(star: number): number", data["text/plain"])
        self.assertIn("```typescript\n", data["text/markdown"])
        self.assertIn("Flux of a star [electron].", data["text/markdown"])
        nothing = self.reply(self.client.inspect("neverDeclared", 3))["content"]
        self.assertEqual((nothing["status"], nothing["found"]), ("ok", False))

    def test_is_complete(self):
        for code, status in (("1", "complete"), ("if (1) {", "incomplete"), (")", "invalid")):
            msg_id = self.client.is_complete(code)
            message = self.reply(msg_id)
            validate_message(message, "is_complete_reply", msg_id)
            self.assertEqual(message["content"]["status"], status)

    def test_history(self):
        self.run_cell("'looked for'")
        for access in (
            {"hist_access_type": "tail", "n": 1},
            {"hist_access_type": "search", "pattern": "*looked*", "n": 1},
        ):
            msg_id = self.client.history(raw=True, output=True, **access)
            message = self.reply(msg_id)
            validate_message(message, "history_reply", msg_id)
            self.assertEqual(message["content"]["history"][-1][2], ["'looked for'", "'looked for'"])

    def test_connect(self):
        content = self.reply(self.send("connect_request", {}))["content"]
        info = self.manager.get_connection_info()
        for port in ("shell_port", "iopub_port", "stdin_port", "hb_port", "control_port"):
            self.assertEqual(content[port], info[port])

    def test_unknown_requests_are_answered(self):
        message = self.reply(self.send("debug_request", {"command": "dumpCell"}, "control"), "control")
        self.assertEqual(message["msg_type"], "debug_reply")
        self.assertEqual(message["content"]["status"], "error")
        self.assertEqual(self.result("1"), "1")

    def test_display_update_and_clear(self):
        _, outputs = self.run_cell("const shown = display('a'); shown.update('b'); clearOutput(true); display('c'); 0")
        kinds = [kind for kind, _ in outputs]
        self.assertEqual(
            kinds, ["display_data", "update_display_data", "clear_output", "display_data", "execute_result"]
        )
        ids = [content["transient"]["display_id"] for kind, content in outputs if kind.endswith("display_data")]
        self.assertEqual(ids[0], ids[1])
        self.assertNotEqual(ids[0], ids[2])
        self.assertEqual(outputs[2][1], {"wait": True})

    def test_page(self):
        reply, outputs = self.run_cell("Math.hypot?")
        self.assertEqual(reply["payload"][0]["source"], "page")
        self.assertEqual(outputs, [])


    def test_input(self):
        msg_id = self.client.execute("const typed = await input('Star? '); typed", allow_stdin=True)
        question = self.client.get_stdin_msg(timeout=TIMEOUT)
        self.assertEqual(question["msg_type"], "input_request")
        self.assertEqual(question["parent_header"]["msg_id"], msg_id)
        self.assertEqual(question["content"], {"prompt": "Star? ", "password": False})
        self.client.input("WASP-10")
        self.assertEqual(self.reply(msg_id)["content"]["status"], "ok")
        results = [m["content"] for m in self.published(msg_id) if m["msg_type"] == "execute_result"]
        self.assertEqual(results[0]["data"]["text/plain"], "'WASP-10'")

    def test_input_is_refused_where_nobody_answers(self):
        reply, _ = self.run_cell("await input()", allow_stdin=False)
        self.assertIn("nobody can be asked", reply["evalue"])


class Volume(KernelCase):
    """No output is lost on the way to a front end that reads like those of Jupyter."""

    def printed(self, messages):
        return "".join(m["content"]["text"] for m in messages if m["msg_type"] == "stream")

    def test_twenty_thousand_prints(self):
        msg_id = self.client.execute("for (let i = 0; i < 20_000; i++) console.log(i)")
        lines = self.printed(self.published(msg_id)).splitlines()
        self.assertEqual(lines, [str(i) for i in range(20_000)])
        self.reply(msg_id)

    def test_fifty_megabytes(self):
        msg_id = self.client.execute("for (let i = 0; i < 5000; i++) process.stdout.write('x'.repeat(9_999) + '\\n')")
        self.assertEqual(len(self.printed(self.published(msg_id))), 50_000_000)
        self.reply(msg_id)

    def test_six_hundred_cells(self):
        ids = [self.client.execute(f"console.log({i}); {i}") for i in range(600)]
        counts = []
        for i, msg_id in enumerate(ids):
            messages = self.published(msg_id)
            kinds = [message["msg_type"] for message in messages]
            self.assertEqual(kinds, ["status", "execute_input", "stream", "execute_result", "status"])
            self.assertEqual(self.printed(messages), f"{i}\n")
            counts.append(self.reply(msg_id)["content"]["execution_count"])
        self.assertEqual(counts, list(range(counts[0], counts[0] + 600)))


class Comms(KernelCase):
    def comms(self, target=None):
        msg_id = self.client.comm_info(target)
        message = self.reply(msg_id)
        validate_message(message, "comm_info_reply", msg_id)
        return message["content"]["comms"]

    def test_a_comm_of_the_front_end(self):
        self.run_cell("registerCommTarget('echo', comm => { comm.onMessage(data => comm.send({ back: data })); });")
        opened = self.send("comm_open", {"comm_id": "c1", "target_name": "echo", "data": {}})
        self.published(opened)
        self.assertEqual(self.comms(), {"c1": {"target_name": "echo"}})
        self.assertEqual(self.comms("echo"), {"c1": {"target_name": "echo"}})
        self.assertEqual(self.comms("another"), {})
        # buffers are ignored without harm
        message = self.client.session.msg("comm_msg", {"comm_id": "c1", "data": {"x": 1}})
        socket = self.client.shell_channel.socket
        self.client.session.send(socket, message, buffers=[b"\x00\x01", b"<IDS|MSG>"])
        published = self.published(message["header"]["msg_id"])
        answers = [m["content"] for m in published if m["msg_type"] == "comm_msg"]
        self.assertEqual(answers, [{"comm_id": "c1", "data": {"back": {"x": 1}}}])
        self.published(self.send("comm_close", {"comm_id": "c1", "data": {}}))
        self.assertEqual(self.comms(), {})

    def test_a_comm_of_a_cell(self):
        _, outputs = self.run_cell("const own = new Comm('viewer', { zoom: 2 }); own.send([1]); own.close();")
        self.assertEqual([kind for kind, _ in outputs], ["comm_open", "comm_msg", "comm_close"])
        self.assertEqual(outputs[0][1]["target_name"], "viewer")
        self.assertEqual(outputs[0][1]["data"], {"zoom": 2})
        self.assertEqual(len({content["comm_id"] for _, content in outputs}), 1)

    def test_an_unknown_target_is_closed(self):
        published = self.published(self.send("comm_open", {"comm_id": "c2", "target_name": "none", "data": {}}))
        self.assertIn("comm_close", [message["msg_type"] for message in published])


class Security(KernelCase):
    def test_wrong_signatures_are_dropped_on_every_channel(self):
        info = self.manager.get_connection_info()
        forger = self.client.session.clone()
        forger.key = b"another key"
        context = zmq.Context()
        for channel in ("shell", "control", "stdin"):
            socket = context.socket(zmq.DEALER)
            socket.linger = 0
            socket.connect(f"tcp://127.0.0.1:{info[channel + '_port']}")
            for msg_type in ("kernel_info_request", "shutdown_request"):
                forger.send(socket, forger.msg(msg_type, {"restart": False}))
            self.assertEqual(socket.poll(700), 0, channel)
            # frames that are not valid messages
            socket.send_multipart([b"nonsense"])
            socket.send_multipart([b"<IDS|MSG>", b"", b"{", b"{", b"{", b"{"])
            socket.close()
        context.term()
        self.assertEqual(self.result("1 + 1"), "2")
        self.assertTrue(self.manager.is_alive())

    def test_messages_carry_a_right_signature(self):
        # jupyter_client raises an error if a signature does not match its key
        socket = zmq.Context.instance().socket(zmq.SUB)
        socket.linger = 0
        socket.subscribe(b"")
        socket.connect(f"tcp://127.0.0.1:{self.manager.get_connection_info()['iopub_port']}")
        time.sleep(0.5)
        self.run_cell("1")
        reader, stranger = self.client.session.clone(), self.client.session.clone()
        reader.digest_history, stranger.key = set(), b"another key"
        seen = 0
        while socket.poll(500):
            _, frames = reader.feed_identities(socket.recv_multipart())
            self.assertEqual(reader.deserialize(frames)["header"]["version"], "5.3")
            with self.assertRaisesRegex(ValueError, "[Ss]ignature"):
                stranger.deserialize(frames)
            seen += 1
        self.assertGreaterEqual(seen, 4)
        socket.close()


class Life(KernelCase):
    def beat(self, socket):
        socket.send(b"thump")
        return socket.recv() if socket.poll(1000) else None

    def heartbeat(self):
        socket = zmq.Context.instance().socket(zmq.REQ)
        socket.linger = 0
        socket.connect(f"tcp://127.0.0.1:{self.manager.get_connection_info()['hb_port']}")
        return socket

    def test_the_heart_beats_while_a_cell_is_busy(self):
        socket = self.heartbeat()
        msg_id = self.client.execute("for (const end = Date.now() + 1500; Date.now() < end; ) {}")
        for _ in range(10):
            self.assertEqual(self.beat(socket), b"thump")
            time.sleep(0.1)
        self.assertEqual(self.reply(msg_id)["content"]["status"], "ok")
        self.published(msg_id)
        socket.close()

    def test_the_control_channel_answers_while_a_cell_is_busy(self):
        msg_id = self.client.execute("for (const end = Date.now() + 2000; Date.now() < end; ) {}")
        began = time.time()
        self.reply(self.send("kernel_info_request", {}, "control"), "control")
        self.assertLess(time.time() - began, 1.5)
        self.assertEqual(self.reply(msg_id)["content"]["status"], "ok")
        self.published(msg_id)

    def test_interrupt_by_message(self):
        self.run_cell("const kept = 3")
        msg_id = self.client.execute("console.log('in'); for (;;) {}")
        while self.client.get_iopub_msg(timeout=TIMEOUT)["msg_type"] != "execute_input":
            pass
        time.sleep(0.3)
        request = self.send("interrupt_request", {}, "control")
        self.assertEqual(self.reply(request, "control")["msg_type"], "interrupt_reply")
        self.assertEqual(self.reply(msg_id)["content"]["ename"], "Interrupted")
        self.assertEqual(self.result("kept"), "3")

    def test_interrupt_by_the_manager(self):
        # the kernelspec declares message interrupts, so no signal reaches the kernel
        self.run_cell("const alsoKept = 4")
        msg_id = self.client.execute("for (;;) await new Promise(resolve => setTimeout(resolve, 5));")
        time.sleep(1)
        began = time.time()
        self.manager.interrupt_kernel()
        self.assertEqual(self.reply(msg_id)["content"]["ename"], "Interrupted")
        self.assertLess(time.time() - began, 2)
        self.assertEqual(self.result("alsoKept"), "4")

    def test_restart_forgets_all(self):
        self.run_cell("const gone = 3")
        self.client.execute("for (let i = 0; ; i++) console.log('busy', i)")
        time.sleep(0.5)
        self.client.stop_channels()
        self.manager.restart_kernel(now=False)
        type(self).client = self.manager.client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=60)
        reply, _ = self.run_cell("gone")
        self.assertEqual((reply["status"], reply["execution_count"]), ("error", 1))

    def test_shutdown_is_answered_published_and_final(self):
        manager = KernelManager(kernel_name="skyframe")
        manager.start_kernel()
        client = manager.client()
        client.start_channels()
        client.wait_for_ready(timeout=60)
        own, type(self).client = self.client, client
        try:
            executor = int(self.result("process.pid"))
            msg_id = self.send("shutdown_request", {"restart": False}, "control")
            message = self.reply(msg_id, "control")
            validate_message(message, "shutdown_reply", msg_id)
            self.assertIn("shutdown_reply", [m["msg_type"] for m in self.published(msg_id)])
            end = time.time() + 10
            while (manager.is_alive() or is_alive(executor)) and time.time() < end:
                time.sleep(0.05)
            self.assertFalse(manager.is_alive())
            self.assertFalse(is_alive(executor))
            client.stop_channels()
        finally:
            type(self).client = own


def is_alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    try:
        with open(f"/proc/{pid}/stat", encoding="utf8") as stat:
            return stat.read().split(") ")[-1][0] != "Z"
    except OSError:
        return False


if __name__ == "__main__":
    unittest.main(verbosity=2)
