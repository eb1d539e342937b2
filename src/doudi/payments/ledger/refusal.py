"""The one error of this package: a workbook that can't be read at all, with a sentence for the person who brought it."""


class LedgerFileError(Exception):
    """The file is refused as a whole; `sentence` is Chinese and says what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


RESAVE = "请用 Excel 或 WPS 打开，另存为 .xlsx 工作簿后再交"
BROKEN = f"文件已损坏，或不是正常保存的 .xlsx 工作簿；{RESAVE}"
TOO_LARGE = "工作簿解压后过大，可能不是正常的台账；请删去台账以外的内容，另存后再交"
MACROS = f"工作簿含有宏，不能接收；{RESAVE}（不含宏）"
LOCKED = "工作簿加了密码；请先取消密码，另存为 .xlsx 后再交"
