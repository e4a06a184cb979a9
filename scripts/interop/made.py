# SPDX-License-Identifier: Apache-2.0
"""Objects that few folders at hand have: a slide of two levels, a segmentation of a CT series, reports. Their patient is made up."""
import numpy as np
import pydicom
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.uid import ExplicitVRLittleEndian, generate_uid

SIZE = 64


def uid(*words):
    """The same at every call."""
    return generate_uid(entropy_srcs=["interoperability", *map(str, words)])


def base(sop_class, *words):
    ds = Dataset()
    ds.file_meta = FileMetaDataset()
    ds.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    ds.file_meta.MediaStorageSOPClassUID = ds.SOPClassUID = sop_class
    ds.file_meta.MediaStorageSOPInstanceUID = ds.SOPInstanceUID = uid(*words)
    ds.PatientName, ds.PatientID, ds.PatientBirthDate, ds.PatientSex = "Quillfeather^Odalys", "IO-4471", "19610314", "F"
    ds.StudyInstanceUID, ds.StudyDate, ds.StudyTime = uid(words[0], "study"), "20210405", "101500"
    ds.AccessionNumber, ds.StudyID, ds.ReferringPhysicianName = "A77120", "1", "Underbough^Tarn"
    ds.SeriesInstanceUID, ds.SeriesNumber, ds.InstanceNumber = uid(words[0], "series"), 1, 1
    ds.Manufacturer, ds.ManufacturerModelName, ds.DeviceSerialNumber, ds.SoftwareVersions = "ACME", "One", "4711", "1"
    ds.ContentDate, ds.ContentTime = ds.StudyDate, ds.StudyTime
    ds.FrameOfReferenceUID, ds.PositionReferenceIndicator = uid(words[0], "frame"), ""
    return ds


def code(value, scheme, meaning):
    item = Dataset()
    item.CodeValue, item.CodingSchemeDesignator, item.CodeMeaning = value, scheme, meaning
    return item


def slide_level(level, rng):
    """A level of 4 by 4 tiles, or of 2 by 2."""
    tiles = 4 >> level
    ds = base("1.2.840.10008.5.1.4.1.1.77.1.6", "slide", level)
    ds.Modality, ds.InstanceNumber = "SM", level + 1
    ds.AcquisitionDateTime = "20210405101500"
    ds.ImageType = ["ORIGINAL" if level == 0 else "DERIVED", "PRIMARY", "VOLUME", "NONE" if level == 0 else "RESAMPLED"]
    ds.VolumetricProperties, ds.SpecimenLabelInImage, ds.FocusMethod, ds.ExtendedDepthOfField = "VOLUME", "NO", "AUTO", "NO"
    ds.BurnedInAnnotation = "NO"
    ds.ContainerIdentifier, ds.IssuerOfTheContainerIdentifierSequence = "S21-1177", []
    ds.ContainerTypeCodeSequence = [code("433466003", "SCT", "Microscope slide")]
    specimen = Dataset()
    specimen.SpecimenIdentifier, specimen.SpecimenUID, specimen.IssuerOfTheSpecimenIdentifierSequence = "S21-1177-A", uid("specimen"), []
    specimen.SpecimenPreparationSequence = []
    ds.SpecimenDescriptionSequence = [specimen]
    ds.AcquisitionContextSequence = []
    path = Dataset()
    path.OpticalPathIdentifier = "1"
    path.IlluminationTypeCodeSequence = [code("111744", "DCM", "Brightfield illumination")]
    path.IlluminationColorCodeSequence = [code("414298005", "SCT", "Full Spectrum")]
    path.ObjectiveLensPower = 20
    ds.OpticalPathSequence, ds.NumberOfOpticalPaths = [path], 1
    measures = Dataset()
    spacing = 0.0005 * 2 ** level
    measures.PixelSpacing, measures.SliceThickness = [spacing, spacing], 0.001
    kind = Dataset()
    kind.FrameType = ds.ImageType
    shared = Dataset()
    shared.PixelMeasuresSequence, shared.WholeSlideMicroscopyImageFrameTypeSequence = [measures], [kind]
    ds.SharedFunctionalGroupsSequence = [shared]
    organization = Dataset()
    organization.DimensionOrganizationUID = uid("dimensions")
    ds.DimensionOrganizationSequence, ds.DimensionOrganizationType = [organization], "TILED_FULL"
    origin = Dataset()
    origin.XOffsetInSlideCoordinateSystem, origin.YOffsetInSlideCoordinateSystem = 10, 20
    ds.TotalPixelMatrixOriginSequence, ds.ImageOrientationSlide = [origin], [0, 1, 0, 1, 0, 0]
    ds.ImagedVolumeWidth = ds.ImagedVolumeHeight = spacing * tiles * SIZE
    ds.ImagedVolumeDepth = 1
    ds.TotalPixelMatrixColumns = ds.TotalPixelMatrixRows = tiles * SIZE
    ds.TotalPixelMatrixFocalPlanes = 1
    ds.Rows = ds.Columns = SIZE
    ds.NumberOfFrames = tiles * tiles
    ds.SamplesPerPixel, ds.PhotometricInterpretation, ds.PlanarConfiguration = 3, "RGB", 0
    ds.BitsAllocated, ds.BitsStored, ds.HighBit, ds.PixelRepresentation = 8, 8, 7, 0
    ds.LossyImageCompression = "00"
    # Smooth spots on a light ground: nothing that looks like letters.
    y, x = np.mgrid[0:SIZE, 0:SIZE]
    frames = []
    for _ in range(tiles * tiles):
        center, shade = rng.integers(16, 48, 2), rng.integers(90, 200, 3)
        spot = np.exp(-((x - center[0]) ** 2 + (y - center[1]) ** 2) / 200.0)[..., None]
        frames.append((235 * (1 - spot) + shade * spot).astype(np.uint8))
    ds.PixelData = np.stack(frames).tobytes()
    return ds


def ct_slice(number, rng):
    ds = base("1.2.840.10008.5.1.4.1.1.2", "ct", number)
    ds.Modality, ds.InstanceNumber, ds.ImageType = "CT", number + 1, ["ORIGINAL", "PRIMARY", "AXIAL"]
    ds.KVP, ds.AcquisitionNumber = 120, 1
    ds.ImageOrientationPatient, ds.ImagePositionPatient = [1, 0, 0, 0, 1, 0], [-32, -32, 2.0 * number]
    ds.PixelSpacing, ds.SliceThickness = [1, 1], 2
    ds.Rows = ds.Columns = SIZE
    ds.SamplesPerPixel, ds.PhotometricInterpretation = 1, "MONOCHROME2"
    ds.BitsAllocated, ds.BitsStored, ds.HighBit, ds.PixelRepresentation = 16, 12, 11, 0
    ds.RescaleIntercept, ds.RescaleSlope, ds.RescaleType = -1024, 1, "HU"
    ds.PixelData = rng.integers(900, 1100, (SIZE, SIZE)).astype("<u2").tobytes()
    return ds


def segmentation(slices, hd):
    from pydicom.sr.codedict import codes
    mask = np.zeros((len(slices), SIZE, SIZE), np.uint8)
    mask[:, 20:40, 16:44] = 1
    algorithm = hd.AlgorithmIdentificationSequence(name="threshold", version="1", family=codes.DCM.ArtificialIntelligence)
    segment = hd.seg.SegmentDescription(
        segment_number=1, segment_label="Liver", segmented_property_category=codes.SCT.Organ, segmented_property_type=codes.SCT.Liver,
        algorithm_type=hd.seg.SegmentAlgorithmTypeValues.AUTOMATIC, algorithm_identification=algorithm)
    return hd.seg.Segmentation(
        source_images=slices, pixel_array=mask, segmentation_type=hd.seg.SegmentationTypeValues.BINARY, segment_descriptions=[segment],
        series_instance_uid=uid("seg", "series"), series_number=7, sop_instance_uid=uid("seg"), instance_number=1, manufacturer="ACME",
        manufacturer_model_name="Two", software_versions="1", device_serial_number="4712")


def measurement_report(slices, hd):
    """A report by TID 1500, which names the segmentation's source."""
    from pydicom.sr.codedict import codes
    observer = hd.sr.PersonObserverIdentifyingAttributes(name="Underbough^Tarn")
    context = hd.sr.ObservationContext(
        observer_person_context=hd.sr.ObserverContext(observer_type=codes.DCM.Person, observer_identifying_attributes=observer))
    region = hd.sr.ImageRegion(
        graphic_type=hd.sr.GraphicTypeValues.POLYLINE, graphic_data=np.array([[16, 20], [44, 20], [44, 40], [16, 40], [16, 20]]),
        source_image=hd.sr.SourceImageForRegion(slices[0].SOPClassUID, slices[0].SOPInstanceUID))
    group = hd.sr.PlanarROIMeasurementsAndQualitativeEvaluations(
        referenced_region=region, tracking_identifier=hd.sr.TrackingIdentifier(uid=uid("tracking"), identifier="lesion 1"),
        measurements=[hd.sr.Measurement(name=codes.SCT.AreaOfDefinedRegion, value=560.0, unit=codes.UCUM.SquareMillimeter)])
    report = hd.sr.MeasurementReport(
        observation_context=context, procedure_reported=codes.LN.CTUnspecifiedBodyRegion, imaging_measurements=[group],
        title=codes.DCM.ImagingMeasurementReport)
    return hd.sr.Comprehensive3DSR(
        evidence=slices, content=report, series_instance_uid=uid("sr", "series"), series_number=8, sop_instance_uid=uid("sr"), instance_number=1,
        manufacturer="ACME", is_complete=True, is_final=True)


def make(folder):
    folder.mkdir()
    rng = np.random.default_rng(15)
    slices = [ct_slice(number, rng) for number in range(4)]
    objects = [slide_level(level, rng) for level in (0, 1)] + slices
    try:
        import highdicom as hd
        objects += [segmentation(slices, hd), measurement_report(slices, hd)]
    except ImportError:
        pass
    for number, ds in enumerate(objects):
        pydicom.dcmwrite(folder / f"{number}.dcm", ds, enforce_file_format=True)
    return folder
