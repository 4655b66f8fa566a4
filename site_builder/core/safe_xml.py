"""XML read without DTDs and entities. For the stage `attachments`."""

from xml.parsers import expat

from site_builder.core.errors import UnsupportedFileError


def xml_parser(*, namespaces: bool = True) -> expat.XMLParserType:
    """Build a parser that knows names by `namespace name` and refuses every DTD and entity.

    Without namespaces, names are as they are written.
    """
    parser = expat.ParserCreate(namespace_separator=" ") if namespaces else expat.ParserCreate()
    parser.buffer_text = True

    def reject(*_parts: object) -> None:
        raise UnsupportedFileError("文件里有不允许的 XML 声明")

    parser.StartDoctypeDeclHandler = reject
    parser.EntityDeclHandler = reject
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    return parser


def parse_xml(parser: expat.XMLParserType, data: bytes) -> None:
    """Run a parser over a whole file."""
    try:
        parser.Parse(data, True)  # noqa: FBT003 - expat's own signature
    except (expat.ExpatError, ValueError, LookupError) as exc:
        raise UnsupportedFileError("文件损坏，打不开") from exc
